from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerInspection(models.Model):
    """Inspections by checklist (专项督查) of units, teams, projects and activities."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection"  # pylint: disable=consider-merging-classes-inherited

    subject_ids = fields.One2many(
        "volunteer.inspection.subject", "inspection_id", copy=True
    )
    subject_count = fields.Integer(string="Inspected", compute="_compute_subjects")
    unrated_count = fields.Integer(
        string="Items to Be Inspected", compute="_compute_subjects"
    )
    average = fields.Float(
        string="Average Mark (%)",
        digits=(5, 1),
        compute="_compute_subjects",
        aggregator=None,
    )
    rectification_ids = fields.One2many("volunteer.rectification", "inspection_id")
    rectification_count = fields.Integer(
        string="To Put Right", compute="_compute_rectifications"
    )
    unsettled_count = fields.Integer(
        string="Not Put Right Yet", compute="_compute_rectifications"
    )

    @api.depends("subject_ids.unrated_count", "subject_ids.percent")
    def _compute_subjects(self):
        rows = {
            inspection: row
            for inspection, *row in self.env[
                "volunteer.inspection.subject"
            ]._read_group(
                [("inspection_id", "in", self.ids)],
                ["inspection_id"],
                ["__count", "unrated_count:sum", "percent:avg"],
            )
        }
        for inspection in self:
            count, unrated, percent = rows.get(inspection, (0, 0, 0.0))
            inspection.subject_count = count
            inspection.unrated_count = unrated
            inspection.average = percent

    def _compute_rectifications(self):
        totals, open_ = {}, {}
        for inspection, state, count in self.env["volunteer.rectification"]._read_group(
            [("inspection_id", "in", self.ids)], ["inspection_id", "state"], ["__count"]
        ):
            totals[inspection] = totals.get(inspection, 0) + count
            if state != "closed":
                open_[inspection] = open_.get(inspection, 0) + count
        for inspection in self:
            inspection.rectification_count = totals.get(inspection, 0)
            inspection.unsettled_count = open_.get(inspection, 0)

    def action_start(self):
        """Begin inspections by checklist: each subject gets the items of its kind.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft of this kind, nothing to inspect, or no items
        """
        self._check_officer()
        self._check_state("draft")
        items = (
            self.env["volunteer.inspection.item"]
            .sudo()
            .search([("subject", "in", self.subject_ids.mapped("kind"))])
        )
        vals_list = []
        for inspection in self.sudo():
            if inspection.kind != "checklist" or not inspection.subject_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s”: say first what is inspected.",
                        name=inspection.name,
                    )
                )
            for subject in inspection.subject_ids:
                rows = subject._prepare_scores(items)
                if not rows:
                    raise UserError(
                        self.env._(
                            "The checklist has no items for “%(subject)s”. Add some in "
                            "the configuration.",
                            subject=subject.name,
                        )
                    )
                vals_list += rows
        self.env["volunteer.inspection.score"].sudo().create(vals_list)
        self.sudo().write({"state": "running"})
        self.sudo()._give_todos_sudo()
        return True

    def action_open_subjects(self):
        """Open what is inspected, to go through the checklist."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_inspection_subject_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("inspection_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_rectifications(self):
        """Open what is to be put right after this inspection."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_rectification_action"
        )
        return {
            **action,
            "domain": [("inspection_id", "=", self.id)],
            "context": {"default_inspection_id": self.id},
        }


class VolunteerInspectionSubject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection.subject"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_scores(self, items):
        """Return the values of the answers to the items of this kind of subject."""
        self.ensure_one()
        return [
            {
                "subject_id": self.id,
                "name": item.name,
                "description": item.description,
                "sequence": item.sequence,
                "max_score": item.max_score,
            }
            for item in items
            if item.subject == self.kind
            and item.company_id in (item.company_id.browse(), self.company_id)
        ]

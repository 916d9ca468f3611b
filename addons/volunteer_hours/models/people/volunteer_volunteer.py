from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"

    hour_ids = fields.One2many("volunteer.hour", "volunteer_id", string="Service Hours")
    award_ids = fields.One2many("volunteer.award", "volunteer_id", string="Honours")
    rated_hour_ids = fields.One2many(
        "volunteer.hour",
        "volunteer_id",
        string="Rated Services",
        domain=[("quality", ">", 0)],
    )
    hours_proven = fields.Float(
        digits=(16, 2),
        compute="_compute_hours",
        compute_sudo=True,
    )
    hours_claimed = fields.Float(
        digits=(16, 2),
        compute="_compute_hours",
        compute_sudo=True,
    )
    hours_year = fields.Float(
        string="Hours This Year",
        digits=(16, 2),
        compute="_compute_hours",
        compute_sudo=True,
    )

    @api.depends("hour_ids")
    def _compute_hours(self):
        """Sum the ledger, for merged duplicates too: totals come from lines only."""
        first_day = fields.Date.context_today(self).replace(month=1, day=1)
        kept_by_id = {volunteer.id: volunteer.id for volunteer in self}
        for duplicate in self._with_merged_sudo() - self:
            kept_by_id[duplicate.id] = duplicate.merged_into_id.id
        totals = {volunteer.id: [0.0, 0.0, 0.0] for volunteer in self}
        recorded = [
            ("volunteer_id", "in", list(kept_by_id)),
            ("state", "=", "recorded"),
        ]
        Hour = self.env["volunteer.hour"]
        sums = [
            *Hour._read_group(
                recorded,
                ["volunteer_id", "proven", "date:year", "is_opening"],
                ["hours:sum"],
            ),
            *self._get_uncounted_hours_sudo(kept_by_id),
        ]
        for volunteer, proven, year, is_opening, hours in sums:
            total = totals[kept_by_id[volunteer.id]]
            total[0 if proven else 1] += hours
            # Balances carried over are of the years before.
            if year >= first_day and not is_opening:
                total[2] += hours
        for volunteer in self:
            volunteer.hours_proven, volunteer.hours_claimed, volunteer.hours_year = (
                totals.get(volunteer.id, (0.0, 0.0, 0.0))
            )

    def _get_merge_stays(self):
        # What was recorded stays; totals follow through the kept record.
        return {**super()._get_merge_stays(), "volunteer.hour": {"volunteer_id"}}

    def _check_mergeable_sudo(self, kept):
        """Also: nobody is present under a record that is about to go.

        :raise UserError: names who has not checked out
        """
        result = super()._check_mergeable_sudo(kept)
        present = self.env["volunteer.hour"].search(
            [("volunteer_id", "in", self.ids), ("state", "=", "open")]
        )
        if present:
            raise UserError(
                self.env._(
                    "These volunteers have checked in and not out yet: %(volunteers)s.",
                    volunteers=present.volunteer_id.mapped("display_name"),
                )
            )
        return result

    def action_open_hours(self):
        """Open the service hours of this volunteer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        records = self._with_merged_sudo()
        return {
            **action,
            "domain": [("volunteer_id", "in", records.ids)],
            "context": {},
        }

    def _get_trial_minutes_sudo(self):
        """Count what the ledger has recorded, in place of planned times."""
        return self._sum_over_merged_sudo(
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                [
                    ("volunteer_id", "in", self._with_merged_sudo().ids),
                    ("state", "=", "recorded"),
                ],
                ["volunteer_id"],
                ["minutes:sum"],
            )
        )

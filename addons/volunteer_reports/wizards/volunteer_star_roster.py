from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.spreadsheet import Column

PAGE = 500


class VolunteerStarRoster(models.TransientModel):
    """星级志愿者汇总表: who is to be found worthy of which star, or was."""

    _name = "volunteer.star.roster"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "Star Roster"

    scope = fields.Selection(
        [
            ("open", "Proposed, not granted yet"),
            ("granted", "Granted in the period"),
        ],
        required=True,
        default="open",
    )
    star_id = fields.Many2one("volunteer.star", help="Empty: all of them.")

    @api.depends("scope", "star_id")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def _get_domain(self):
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id) & Domain(
            "kind", "=", "star"
        )
        if self.star_id:
            domain &= Domain("star_level", "=", self.star_id.level)
        if self.scope == "open":
            return domain & Domain("state", "in", ("proposed", "reviewed", "published"))
        return (
            domain
            & Domain("state", "=", "granted")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )

    def _get_register_totals(self):
        return self.env["volunteer.award"].search_count(self._get_domain()), 0

    def _get_register_title(self):
        return self.env._("Star Roster")

    def _get_register_period(self):
        return super()._get_register_period() if self.scope == "granted" else ""

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Full Name"), 14),
            Column(self.env._("Volunteer No."), 14),
            Column(self.env._("Department or Team"), 22),
            Column(self.env._("Total Hours"), 12, "decimal"),
            Column(self.env._("Former Star"), 16),
            Column(self.env._("Proposed Star"), 16),
            Column(self.env._("Reached on"), 12, "date"),
            Column(self.env._("Opinion of the Review"), 24),
            Column(self.env._("Remarks"), 20),
        ]

    def _iter_register_rows(self):
        Award = self.env["volunteer.award"]
        states = dict(Award._fields["state"]._description_selection(self.env))
        ids = Award.search(
            self._get_domain(), order="star_level desc, reached_on, id"
        ).ids
        for start in range(0, len(ids), PAGE):
            page = Award.browse(ids[start : start + PAGE])
            for number, award in enumerate(page, start + 1):
                opinion = (states[award.state], award.decision_note)
                person = award.sudo().volunteer_id
                yield (
                    number,
                    person.name,
                    award.volunteer_code or "",
                    award.unit_name or "",
                    award.star_hours,
                    award.former_star or "",
                    award.name,
                    award.reached_on or None,
                    " · ".join(filter(None, opinion)),
                    self.env._("Hours fell below since") if award.fell_below else "",
                )
            self.env.invalidate_all()

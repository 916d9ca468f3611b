from odoo import api, fields, models

from odoo.addons.volunteer_hours.models.targets.volunteer_target_course import STATUSES

from ..tools.league import mark, moved

#: Whose course makes a laggard.
BEHIND = ("behind", "missed")


class VolunteerLeagueLine(models.TransientModel):
    """One department or unit in a league."""

    _name = "volunteer.league.line"
    _description = "Row of a League"
    _order = "league_id, sequence, id"

    league_id = fields.Many2one(
        "volunteer.league", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char(string="Department or Unit", required=True)
    company_id = fields.Many2one("res.company", string="Unit")
    department_id = fields.Many2one("hr.department")
    place = fields.Integer(string="Rank", aggregator=None, help="Equals share a rank.")
    last_place = fields.Integer(string="Place Last Year", aggregator=None)
    change_mark = fields.Char(
        string="▲▼",
        compute="_compute_change_mark",
        help="Places up or down against the same days of last year.",
    )
    staff = fields.Integer(help="Employed today.")
    heads = fields.Float(
        string="Heads on Average",
        digits=(16, 2),
        help="Staff in service this year, by days; exempt days are left out.",
    )
    registered = fields.Float(
        string="Registered (%)",
        digits=(16, 2),
        aggregator=None,
        help="Staff who are registered today, of all staff.",
    )
    hours = fields.Float(digits=(16, 2), aggregator=None)
    hours_per_head = fields.Float(
        string="Hours a Head", digits=(16, 2), aggregator="avg"
    )
    last_hours_per_head = fields.Float(
        string="Hours a Head Last Year", digits=(16, 2), aggregator="avg"
    )
    aim = fields.Float(digits=(16, 2), aggregator=None)
    attainment = fields.Float(string="Reached (%)", digits=(16, 2), aggregator=None)
    status = fields.Selection(STATUSES, string="How It Goes")
    is_laggard = fields.Boolean(string="Behind", compute="_compute_is_laggard")

    @api.depends("place", "last_place")
    def _compute_change_mark(self):
        for line in self:
            line.change_mark = mark(moved(line.place or None, line.last_place or None))

    @api.depends("status")
    def _compute_is_laggard(self):
        for line in self:
            line.is_laggard = line.status in BEHIND

    def action_open_service(self):
        """Open what was served there, in the year of the league.

        :return: an action on ``volunteer.hour.analysis``
        :raise AccessError: not their league
        """
        self.ensure_one()
        self.check_access("read")
        league = self.league_id
        domain = [
            ("company_id", "child_of", self.company_id.id),
            ("date", ">=", league.date_from),
            ("date", "<=", league.date_to),
        ]
        if self.department_id:
            domain.append(("department_id", "child_of", self.department_id.id))
        # Units are compared by what they organised, for the 4000.
        if not self.department_id or not self.company_id.sudo().volunteer_count_outside:
            domain.append(("own", "=", True))
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "volunteer_reports.volunteer_hour_analysis_action"
            ),
            "name": self.name,
            "display_name": self.name,
            "domain": domain,
            "context": {"search_default_recorded": 1},
        }

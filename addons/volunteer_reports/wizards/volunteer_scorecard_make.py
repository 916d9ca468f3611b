from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.indicators.volunteer_scorecard import KINDS, SUBJECTS
from ..tools.indicators import span_label, span_of


class VolunteerScorecardMake(models.TransientModel):
    """Draw up the scorecards of a period, of all teams or departments at once."""

    _name = "volunteer.scorecard.make"
    _description = "Draw Up Scorecards"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    subject = fields.Selection(
        SUBJECTS, string="For Each", required=True, default="team"
    )
    period = fields.Selection(KINDS, string="Length", required=True, default="quarter")
    day = fields.Date(
        string="A Day in the Period",
        required=True,
        default=lambda self: self.env.company._get_volunteer_today(),
    )
    period_label = fields.Char(string="Period", compute="_compute_period_label")
    team_ids = fields.Many2many(
        "volunteer.team",
        string="Teams",
        domain="[('company_id', '=', company_id)]",
        help="Empty: every team that has members.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        domain="[('company_id', '=', company_id)]",
        help="Empty: every department that has staff.",
    )

    @api.depends("period", "day")
    def _compute_period_label(self):
        for wizard in self:
            span = wizard.day and wizard.period and span_of(wizard.period, wizard.day)
            wizard.period_label = span and "{} ({} – {})".format(
                span_label(wizard.period, span.date_from), *span
            )

    def action_draw_up(self):
        """Make the scorecards that are missing, take the figures of all, show them.

        :raise AccessError: not of the volunteer office of this unit
        :raise UserError: there is no team or department to measure
        """
        self.ensure_one()
        self.check_access("write")
        if self.company_id not in self.env.companies or not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(
                self.env._("Only the volunteer office draws up scorecards.")
            )
        cards = (
            self.env["volunteer.scorecard"]
            .sudo()
            ._draw_up_sudo(
                self.company_id,
                self.subject,
                self._get_measured_sudo(),
                self.period,
                self.day,
            )
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_scorecard_action"
        )
        action.update(domain=[("id", "in", cards.ids)], context={}, target="main")
        if len(cards) == 1:
            action.update(views=[(False, "form")], view_mode="form", res_id=cards.id)
        return action

    def _get_measured_sudo(self):
        """Return what was chosen, or all of the unit that has people."""
        unit = self.company_id.id
        if self.subject == "company":
            return self.company_id.sudo()
        if self.subject == "team":
            return self.sudo().team_ids.filtered(
                lambda team: team.company_id.id == unit
            ) or self.env["volunteer.team"].sudo().search(
                [
                    ("company_id", "=", unit),
                    ("kind", "!=", "committee"),
                    ("member_ids", "!=", False),
                ]
            )
        chosen = self.sudo().department_ids.filtered(
            lambda department: department.company_id.id == unit
        )
        if chosen:
            return chosen
        staffed = (
            self.env["hr.employee"]
            .sudo()
            ._read_group([("company_id", "=", unit)], ["department_id"])
        )
        return self.env["hr.department"].sudo().union(*(row[0] for row in staffed))

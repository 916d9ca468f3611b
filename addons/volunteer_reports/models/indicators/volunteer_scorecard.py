from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.models.shared.volunteer_confirm_mixin import (
    CONFIRM_STATES,
)

from ...tools.indicators import span_label

KINDS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-year"),
    ("year", "Year"),
]
SUBJECTS = [("company", "Unit"), ("department", "Department"), ("team", "Team")]
GROUP_SCORES = ("basic", "efficiency", "social")


class VolunteerScorecard(models.Model):
    """The service indicators of a unit, a department or a team in one period."""

    _name = "volunteer.scorecard"
    _description = "Scorecard"
    _inherit = ["volunteer.confirm.mixin"]
    _order = "date_to desc, subject, name, id"
    _check_company_auto = True

    # The opinion is what the office writes.
    _guarded_fields = (
        "company_id",
        "subject",
        "department_id",
        "team_id",
        "name",
        "period",
        "period_label",
        "date_from",
        "date_to",
        "computed_on",
        "known_count",
        "score",
        *(f"score_{group}" for group in GROUP_SCORES),
    )

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    subject = fields.Selection(
        SUBJECTS, string="For a", required=True, readonly=True, default="team"
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="With the departments below it.",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="With the teams below it.",
    )
    name = fields.Char(
        string="Scorecard of",
        required=True,
        readonly=True,
        help="As named on that day.",
    )
    period = fields.Selection(
        KINDS,
        string="Length",
        required=True,
        readonly=True,
        default="quarter",
        index=True,
    )
    period_label = fields.Char(
        string="Period", compute="_compute_period_label", store=True, precompute=True
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True, index=True)
    state = fields.Selection(CONFIRM_STATES)
    computed_on = fields.Datetime(string="Figures Taken on", readonly=True, copy=False)
    value_ids = fields.One2many(
        "volunteer.indicator.value", "scorecard_id", string="Indicators"
    )
    known_count = fields.Integer(
        string="Indicators Known", readonly=True, copy=False, aggregator=None
    )
    score = fields.Float(
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="The weighted mean of how far each aim is reached, at most 100 % each. "
        "What is unknown is left out with its weight.",
    )
    score_basic = fields.Float(
        string="Basics", digits=(16, 1), readonly=True, copy=False, aggregator="avg"
    )
    score_efficiency = fields.Float(
        string="Efficiency",
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
    )
    score_social = fields.Float(
        string="Social Value",
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
    )
    opinion = fields.Text(help="What the office adds; it does not change the score.")
    radar = fields.Html(compute="_compute_radar", sanitize=False)

    _order_of_days = models.Constraint(
        "CHECK (date_to > date_from)", "A period ends after it begins."
    )
    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(department_id, team_id) = (subject <> 'company')::int "
        "AND CASE subject WHEN 'department' THEN department_id "
        "WHEN 'team' THEN team_id ELSE company_id END IS NOT NULL)",
        "A scorecard is about one unit, one department or one team.",
    )
    _once = models.UniqueIndex(
        "(company_id, department_id, team_id, date_from, date_to) NULLS NOT DISTINCT",
        "There is a scorecard for this period already.",
    )

    @api.depends("period", "date_from")
    def _compute_period_label(self):
        for card in self:
            card.period_label = card.date_from and span_label(
                card.period, card.date_from
            )

    @api.depends("name", "period_label")
    def _compute_display_name(self):
        for card in self:
            card.display_name = " · ".join(
                part for part in (card.name, card.period_label) if part
            )

    def write(self, vals):
        if vals.keys() - {"message_main_attachment_id"}:
            self._check_draft()
        return super().write(vals)

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    def action_compute(self):
        """Take the figures anew; what was entered by hand stays.

        :raise AccessError: not of the volunteer office
        :raise UserError: confirmed already
        """
        self._check_officer()
        self._check_draft()
        self.sudo()._take_figures_sudo()
        return True

    def action_confirm(self):
        """Settle the figures; from then on nothing changes.

        :raise AccessError: not of the volunteer office
        :raise UserError: confirmed already, or no figures yet
        """
        self._check_officer()
        self._check_draft()
        empty = self.sudo().filtered(lambda card: not card.value_ids)
        if empty:
            raise UserError(
                self.env._(
                    "Please take the figures first: %(names)s.",
                    names=", ".join(empty.mapped("display_name")),
                )
            )
        self.env.flush_all()
        self.sudo().write(self._prepare_confirmation())
        return True

    def action_open_values(self):
        """Open the indicators of these scorecards as a list, to compare them."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_indicator_value_action"
        )
        return {
            **action,
            "domain": [("scorecard_id", "in", self.ids)],
            # An average of what is unknown would count it as nothing.
            "context": {"search_default_measured": 1},
        }

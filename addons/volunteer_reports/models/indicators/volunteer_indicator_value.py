from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL, format_amount, formatLang

from ...tools.indicators import attainment, trend
from ...tools.radar import draw_sparkline
from .volunteer_indicator import DIRECTIONS, GROUPS, UNITS

#: What the office writes; the rest comes from the records.
ENTERED = {"value", "note"}
ARROWS = {"better": "▲", "worse": "▼", "same": "=", "unknown": ""}


class VolunteerIndicatorValue(models.Model):
    """An indicator on a scorecard: definition, weight, aim, figure, as of that day."""

    _name = "volunteer.indicator.value"
    _description = "Indicator on a Scorecard"
    _inherit = ["volunteer.guard.mixin"]
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one(
        "volunteer.scorecard", required=True, index=True, ondelete="cascade"
    )
    # Copies for the rules of records.
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        related="scorecard_id.department_id", store=True, index="btree_not_null"
    )
    team_id = fields.Many2one(
        related="scorecard_id.team_id", store=True, index="btree_not_null"
    )
    date_from = fields.Date(
        string="From", related="scorecard_id.date_from", store=True, index=True
    )
    state = fields.Selection(related="scorecard_id.state")
    indicator_id = fields.Many2one(
        "volunteer.indicator", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer()
    name = fields.Char(string="As Named Then", required=True, translate=True)
    group = fields.Selection(GROUPS, required=True)
    definition = fields.Text(translate=True)
    unit = fields.Selection(UNITS, string="Measured in", required=True)
    direction = fields.Selection(DIRECTIONS, string="What Is Better", required=True)
    weight = fields.Float(digits=(16, 2), aggregator=None)
    has_target = fields.Boolean(string="Has an Aim")
    target = fields.Float(digits=(16, 2), aggregator="avg")
    value = fields.Float(
        digits=(16, 2),
        aggregator="avg",
        help="Enter it where the figure comes from the volunteer office.",
    )
    is_known = fields.Boolean(string="Known")
    is_manual = fields.Boolean(string="Entered by the Office")
    is_measured = fields.Boolean(string="Counts in the Score")
    attainment = fields.Float(
        string="Aim Reached (%)", digits=(16, 1), aggregator="avg"
    )
    part = fields.Float(digits=(16, 2), aggregator=None)
    whole = fields.Float(string="Of", digits=(16, 2), aggregator=None)
    history = fields.Json()
    note = fields.Char()
    value_text = fields.Char(string="Figure", compute="_compute_texts")
    target_text = fields.Char(string="Aim", compute="_compute_texts")
    attainment_text = fields.Char(string="Aim Reached", compute="_compute_texts")
    trend = fields.Selection(
        [
            ("better", "▲ Better"),
            ("worse", "▼ Worse"),
            ("same", "= The same"),
            ("unknown", "–"),
        ],
        compute="_compute_trend",
        help="Against the period before.",
    )
    sparkline = fields.Html(
        string="Over Time", compute="_compute_trend", sanitize=False
    )

    _once = models.UniqueIndex(
        "(scorecard_id, indicator_id)", "This indicator is on the scorecard already."
    )

    @api.model
    def _get_guarded_fields(self):
        """Return every field but what the office writes."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and name not in ENTERED and name not in MAGIC_COLUMNS
        ]

    def _get_aim(self):
        """Return what is aimed at, None where nothing is."""
        self.ensure_one()
        return self.target if self.has_target else None

    @api.model
    def _prepare_attained(self, now, target, direction):
        """Return what a row keeps of its figure; None is unknown, or no aim."""
        reached = attainment(now, target, direction)
        return {
            "value": now or 0,
            "is_known": now is not None,
            "is_measured": reached is not None,
            "attainment": reached or 0,
        }

    @api.depends("value", "is_known", "target", "has_target", "unit", "attainment")
    @api.depends_context("lang")
    def _compute_texts(self):
        for row in self:
            row.value_text = row._say(row.value) if row.is_known else "–"
            row.target_text = row._say(row.target) if row.has_target else "–"
            row.attainment_text = f"{row.attainment:.0f} %" if row.is_measured else "–"

    def _say(self, number):
        """Return a figure in its unit."""
        self.ensure_one()
        if self.unit == "money":
            return format_amount(self.env, number, self.company_id.currency_id)
        digits = 0 if self.unit == "number" and number == int(number) else 2
        if self.unit == "percent":
            digits = 1
        text = formatLang(self.env, number, digits=digits)
        if self.unit == "percent":
            return f"{text} %"
        if self.unit == "hours":
            return self.env._("%(hours)s h", hours=text)
        return text

    @api.depends("value", "is_known", "history", "direction")
    def _compute_trend(self):
        for row in self:
            past = row.history or []
            before = past[-1][1] if past else None
            now = row.value if row.is_known else None
            row.trend = trend(now, before, row.direction)
            figures = [figure for _label, figure in past] + [now]
            row.sparkline = draw_sparkline(
                figures,
                ", ".join(
                    f"{label}: {'–' if figure is None else f'{figure:g}'}"
                    for label, figure in [*past, [row.scorecard_id.period_label, now]]
                ),
            )

    def _get_arrow(self):
        """Return a sign for the trend, which prints."""
        return ARROWS[self.trend]

    def _copy_words_sudo(self):
        """Take over names and definitions in every language, in one statement."""
        self.flush_recordset()
        self.env["volunteer.indicator"].flush_model(["name", "definition"])
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_indicator_value v
                   SET name = i.name, definition = i.definition
                  FROM volunteer_indicator i
                 WHERE i.id = v.indicator_id AND v.id IN %s
             RETURNING v.id
                """,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["name", "definition"], flush=False)

    def write(self, vals):
        self._check_draft()
        if "value" not in vals or self.env.su:
            return super().write(vals)
        counted = self.filtered(lambda row: not row.is_manual)
        if counted:
            raise UserError(
                self.env._(
                    "“%(name)s” is counted from the records and not entered.",
                    name=counted[0].name,
                )
            )
        result = super().write(vals)
        for row in self.sudo():
            row.write(self._prepare_attained(row.value, row._get_aim(), row.direction))
        self.sudo().scorecard_id._score_sudo()
        return result

    def action_clear(self):
        """Take back figures that were entered, so that they are unknown again.

        :raise AccessError: may not enter figures
        :raise UserError: the scorecard is confirmed, or the figure is counted
        """
        self.check_access("write")
        self._check_draft()
        rows = self.sudo().filtered("is_manual")
        if not rows:
            raise UserError(
                self.env._("Only figures that were entered can be taken back.")
            )
        for row in rows:
            row.write(self._prepare_attained(None, row._get_aim(), row.direction))
        rows.scorecard_id._score_sudo()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _check_draft(self):
        """:raise UserError: rows of confirmed scorecards stay"""
        self.sudo().scorecard_id._check_draft()

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class VolunteerEvaluationRound(models.Model):
    """A period, a population and a scheme: what sheets are made for."""

    _name = "volunteer.evaluation.round"
    _description = "Evaluation"
    _inherit = [
        "volunteer.period.mixin",
        "volunteer.guard.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_to desc, id desc"

    _guarded_fields = ("state", "computed_on")

    name = fields.Char(
        compute="_compute_period_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    company_id = fields.Many2one(index=True, ondelete="restrict")
    date_from = fields.Date(
        string="From",
        compute="_compute_period_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_period_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('subject', '=', 'person'), "
        "('company_id', 'in', (False, company_id))]",
        default=lambda self: self.env[
            "volunteer.evaluation.scheme"
        ]._get_shipped_sudo(),
    )
    population = fields.Selection(
        [
            ("staff", "Staff, with or without hours"),
            ("volunteers", "Volunteers who are not staff"),
            ("all", "Everybody"),
        ],
        required=True,
        default="all",
    )
    count_outside = fields.Boolean(
        string="Hours Elsewhere Count",
        compute="_compute_count_outside",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours that people served in other units or with other bodies count "
        "here; they are shown apart.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Under way"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    computed_on = fields.Datetime(
        string="Figures of",
        readonly=True,
        copy=False,
        help="When they were last taken.",
    )
    sheet_ids = fields.One2many("volunteer.evaluation", "round_id", string="Sheets")

    _period = models.Constraint(
        "CHECK (date_to > date_from)", "A period ends after it begins."
    )
    _year_of_now = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2100)", "A year has four digits."
    )

    @api.depends("period", "year", "number", "company_id")
    def _compute_period_dates(self):
        for evaluation_round in self:
            found = evaluation_round._get_period()
            if found:
                evaluation_round.date_from = found.date_from
                evaluation_round.date_to = found.date_to
            evaluation_round.name = evaluation_round._get_period_name()

    @api.depends("company_id")
    def _compute_count_outside(self):
        for evaluation_round in self:
            evaluation_round.count_outside = (
                evaluation_round.company_id.sudo().volunteer_count_outside
            )

    @api.constrains("scheme_id", "company_id")
    def _check_scheme(self):
        """:raise ValidationError: the scheme is not for people, or another unit's"""
        for evaluation_round in self:
            scheme = evaluation_round.scheme_id.sudo()
            if scheme.subject != "person" or (
                scheme.company_id and scheme.company_id != evaluation_round.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is not a scheme for the volunteers of this unit.",
                        name=scheme.name,
                    )
                )

    @api.model
    def _get_fixed_fields(self):
        """Return what no longer changes once sheets went out."""
        return {
            "company_id",
            "period",
            "year",
            "number",
            "date_from",
            "date_to",
            "scheme_id",
            "population",
            "count_outside",
            "with_branches",
        }

    def write(self, vals):
        if not self.env.su and self._get_fixed_fields() & vals.keys():
            begun = self.filtered(lambda one: one.state != "draft")
            if begun:
                raise UserError(
                    self.env._(
                        "“%(name)s” is under way: period, people and scheme stay as "
                        "they are.",
                        name=begun[0].name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(evaluation_round.state != "draft" for evaluation_round in self):
            raise UserError(self.env._("Evaluations that have begun are kept."))
        # Sheets that nobody was sent are only figures.
        self.sudo().sheet_ids.unlink()

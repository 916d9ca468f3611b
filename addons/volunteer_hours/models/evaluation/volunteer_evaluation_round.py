from odoo import fields, models


class VolunteerEvaluationRound(models.Model):
    """A period, a population and a scheme: what sheets are made for."""

    _name = "volunteer.evaluation.round"
    _description = "Evaluation"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"

    _guarded_fields = ("state", "computed_on")

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    period = fields.Selection(
        [("year", "Year"), ("half", "Half-year"), ("quarter", "Quarter")],
        required=True,
        default="year",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('subject', '=', 'person'), "
        "('company_id', 'in', (False, company_id))]",
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

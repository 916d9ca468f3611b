from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.filing import due_on, period_text

#: Still to come from the unit, and in the hands of the desk.
OWED, HANDED_IN = ("expected", "returned"), ("filed", "accepted")


class VolunteerReportFiling(models.Model):
    """One material of one unit for one period: a row of the filing register (报备台账).

    Rows are made when a material is asked for, see ``_expect_sudo``; the unit hands it
    in, the desk accepts it or gives it back. Source: the bureau's desk (XL, CZ).
    """

    _name = "volunteer.report.filing"
    _description = "Filing"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "due_on desc, unit_id, id"
    _check_company_auto = True

    _guarded_fields = (
        "unit_id",
        "material_id",
        "company_id",
        "period",
        "state",
        "filed_on",
        "was_late",
        "figures",
        "is_scored",
        "decided_on",
        "decided_by_id",
        "reminded_on",
        "reminder_count",
    )

    unit_id = fields.Many2one(
        "volunteer.reporting.unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Bureau",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    material_id = fields.Many2one(
        "volunteer.report.material",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="material_id.kind")
    period = fields.Date(
        string="First Day of Period", required=True, readonly=True, index=True
    )
    period_name = fields.Char(string="Period", compute="_compute_period_name")
    due_on = fields.Date(
        string="Due",
        required=True,
        tracking=True,
        help="Give a unit more time by a later date.",
    )
    received_on = fields.Date(
        string="Came in on",
        copy=False,
        help="Empty: the day on which it is noted here.",
    )
    filed_on = fields.Date(string="Handed in on", readonly=True, copy=False)
    was_late = fields.Boolean(
        string="Handed in Late", readonly=True, copy=False, index=True
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    days_late = fields.Integer(compute="_compute_is_overdue", aggregator=None)
    state = fields.Selection(
        [
            ("expected", "Not handed in"),
            ("filed", "To be reviewed"),
            ("returned", "Given back"),
            ("accepted", "Accepted"),
        ],
        required=True,
        default="expected",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(string="File Name", copy=False)
    figures = fields.Json(
        readonly=True,
        copy=False,
        help="Of a monthly report: figures and texts as handed in.",
    )
    opinion = fields.Text(copy=False, help="The unit reads it when it is given back.")
    score = fields.Float(digits=(5, 1), copy=False, aggregator=None)
    is_scored = fields.Boolean(readonly=True, copy=False)
    max_score = fields.Float(related="material_id.max_score", aggregator=None)
    decided_on = fields.Date(string="Reviewed on", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "res.users",
        string="Reviewed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reminded_on = fields.Date(string="Reminded on", readonly=True, copy=False)
    reminder_count = fields.Integer(
        string="Reminders", readonly=True, copy=False, aggregator=None
    )

    _one_a_period = models.UniqueIndex(
        "(unit_id, material_id, period)",
        "This material is asked for already from this unit for this period.",
    )

    @api.depends("material_id.rhythm", "period")
    def _compute_period_name(self):
        for filing in self:
            filing.period_name = filing.period and period_text(
                filing.material_id.rhythm, filing.period
            )

    @api.depends("state", "due_on", "filed_on", "company_id")
    def _compute_is_overdue(self):
        for filing in self:
            owed = filing.state in OWED
            until = filing.filed_on
            if owed and filing.company_id:
                until = filing.company_id.sudo()._get_volunteer_today()
            days = (until - filing.due_on).days if until and filing.due_on else 0
            filing.days_late = max(days, 0)
            filing.is_overdue = owed and days > 0

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return Domain("state", "in", OWED) & self.env[
            "res.company"
        ]._get_volunteer_day_domain(lambda today: Domain("due_on", "<", today))

    @api.depends("unit_id", "material_id", "period")
    def _compute_display_name(self):
        for filing in self:
            filing.display_name = " · ".join(
                filter(
                    None,
                    (
                        filing.unit_id.name,
                        filing.material_id.name,
                        filing.period_name,
                    ),
                )
            )

    @api.constrains("score", "material_id")
    def _check_score(self):
        for filing in self:
            if not 0 <= filing.score <= filing.material_id.max_score:
                raise ValidationError(
                    self.env._(
                        "%(filing)s: give between 0 and %(most)s points.",
                        filing=filing.display_name,
                        most=filing.material_id.max_score,
                    )
                )

    def write(self, vals):
        if not self.env.su:
            self._check_still_open(vals)
        result = super().write(vals)
        if "score" in vals and "is_scored" not in vals:
            # No points at all is a mark as well.
            self.sudo().filtered(lambda one: not one.is_scored).is_scored = True
        return result

    def _check_still_open(self, vals):
        """:raise UserError: a file or a mark at a time when there is none"""
        for name, states in (
            ("file", OWED),
            ("filename", OWED),
            ("received_on", OWED),
            ("due_on", OWED),
            ("score", HANDED_IN),
        ):
            if name not in vals:
                continue
            wrong = self.filtered(
                lambda filing, states=states: filing.state not in states
            )
            if wrong:
                raise UserError(
                    self.env._(
                        "“%(field)s” of %(filing)s cannot be changed now; give the "
                        "filing back first, or wait until it is handed in.",
                        field=self._fields[name]._description_string(self.env),
                        filing=wrong[0].display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        kept = self.filtered(lambda filing: filing.filed_on)
        if kept:
            raise UserError(
                self.env._(
                    "What was handed in stays on record: %(filings)s.",
                    filings=kept.mapped("display_name"),
                )
            )

    @api.model
    def _prepare_expected_vals(self, unit, material, period):
        """Return the values of the row for one material of one unit and period."""
        return {
            "unit_id": unit.id,
            "company_id": unit.company_id.id,
            "material_id": material.id,
            "period": period,
            "due_on": due_on(material._get_rule(), period),
        }

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.paper import paginate_table

#: Widths of the columns of the sheet, in per cent.
SHARES = (8, 18, 18, 14, 14, 14, 14)


class VolunteerSubsidy(models.Model):
    """What volunteers get for travel and meals, from presence, against signature."""

    _name = "volunteer.subsidy"
    _description = "Subsidy Sheet"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(
        "volunteer.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    transport = fields.Monetary(string="Transport a Service")
    meal = fields.Monetary(string="Meals a Service")
    source = fields.Selection(
        [
            ("fund", "Special fund"),
            ("sponsor", "Sponsor"),
            ("own", "Department's own"),
        ],
        required=True,
        default="fund",
    )
    line_ids = fields.One2many("volunteer.subsidy.line", "subsidy_id", string="Lines")
    line_count = fields.Integer(compute="_compute_totals")
    total = fields.Monetary(compute="_compute_totals")
    state = fields.Selection(
        [("draft", "Draft"), ("paid", "Paid out")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day cannot lie before the first."
    )
    _rates_positive = models.Constraint(
        "CHECK (transport >= 0 AND meal >= 0)", "Amounts cannot be negative."
    )

    @api.depends("line_ids.amount")
    def _compute_totals(self):
        totals = {
            subsidy: (count, amount)
            for subsidy, count, amount in self.env[
                "volunteer.subsidy.line"
            ]._read_group(
                [("subsidy_id", "in", self.ids)],
                ["subsidy_id"],
                ["__count", "amount:sum"],
            )
        }
        for subsidy in self:
            subsidy.line_count, subsidy.total = totals.get(subsidy, (0, 0.0))

    def action_fill(self):
        """List everybody who was present in the period and is on no sheet yet.

        :raise UserError: paid out already, no amounts, or nobody to list
        """
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        if not self.transport and not self.meal:
            raise UserError(
                self.env._("Say how much each person gets for transport or meals.")
            )
        signups = (
            self.env["volunteer.signup"]
            .sudo()
            .search(
                Domain("state", "=", "attended")
                & Domain("activity_id.project_id", "=", self.project_id.id)
                & Domain("activity_id.date", ">=", self.date_from)
                & Domain("activity_id.date", "<=", self.date_to),
                order="start, id",
            )
        )
        listed = (
            self.env["volunteer.subsidy.line"]
            .sudo()
            .search([("signup_id", "in", signups.ids)])
            .signup_id
        )
        new = signups - listed
        if not new:
            raise UserError(
                self.env._(
                    "Nobody was present in this period who is not on a sheet already."
                )
            )
        self.line_ids = [
            Command.create(
                {
                    "signup_id": signup.id,
                    "volunteer_id": signup.volunteer_id.id,
                    "date": signup.activity_id.date,
                    "transport": self.transport,
                    "meal": self.meal,
                }
            )
            for signup in new
        ]
        return True

    def action_pay(self):
        """Note that the sheet was paid out and signed; what it cost enters the project.

        :raise UserError: paid out already, or an empty sheet
        """
        self.check_access("write")
        self._check_draft()
        if any(not subsidy.line_ids for subsidy in self):
            raise UserError(self.env._("The sheet is empty; fill it first."))
        self.env["volunteer.money"].create(
            [
                {
                    "project_id": subsidy.project_id.id,
                    "kind": "actual",
                    "source": subsidy.source,
                    "cost": cost,
                    "amount": amount,
                    "date": subsidy.date_to,
                    "note": subsidy.name,
                }
                for subsidy in self
                for cost in ("transport", "meal")
                if (amount := sum(subsidy.line_ids.mapped(cost))) > 0
            ]
        )
        self.sudo().write({"state": "paid"})
        return True

    def _check_draft(self):
        """:raise UserError: what was paid out no longer changes"""
        paid = self.filtered(lambda subsidy: subsidy.state == "paid")
        if paid:
            raise UserError(
                self.env._(
                    "These sheets were paid out: %(sheets)s.",
                    sheets=paid.mapped("name"),
                )
            )

    def write(self, vals):
        if not self.env.su and set(vals) - {"name"}:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _get_paper_pages(self):
        """Return the widths of the columns and the rows of each page."""
        self.ensure_one()
        rows = [
            [
                number,
                line.volunteer_id.name,
                str(line.date),
                self.currency_id.format(line.transport),
                self.currency_id.format(line.meal),
                self.currency_id.format(line.amount),
                "\n ",
            ]
            for number, line in enumerate(self.line_ids, start=1)
        ]
        return SHARES, paginate_table(rows, SHARES, width=159, height=195, tail=24)


class VolunteerSubsidyLine(models.Model):
    _name = "volunteer.subsidy.line"
    _description = "Line of a Subsidy Sheet"
    _order = "subsidy_id, date, id"

    subsidy_id = fields.Many2one(
        "volunteer.subsidy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="subsidy_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    signup_id = fields.Many2one("volunteer.signup", required=True, ondelete="restrict")
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    transport = fields.Monetary()
    meal = fields.Monetary()
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _paid_once = models.UniqueIndex(
        "(signup_id)", "This service is on a subsidy sheet already."
    )
    _amounts_positive = models.Constraint(
        "CHECK (transport >= 0 AND meal >= 0)", "Amounts cannot be negative."
    )

    @api.depends("transport", "meal")
    def _compute_amount(self):
        for line in self:
            line.amount = line.transport + line.meal

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_sheet_open()
        for line in lines:
            if line.signup_id.sudo().volunteer_id != line.volunteer_id:
                raise UserError(
                    self.env._("The sheet names another person than the sign-up.")
                )
        return lines

    def write(self, vals):
        self._check_sheet_open()
        if {"subsidy_id", "signup_id", "volunteer_id"} & set(vals):
            raise UserError(
                self.env._("Remove the line and fill the sheet again instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        self._check_sheet_open()

    def _check_sheet_open(self):
        if not self.env.su:
            self.subsidy_id._check_draft()


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_service_sudo(self):
        lines = self.env["volunteer.subsidy.line"].search(
            [("volunteer_id", "in", self._with_merged_sudo().ids)]
        )
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "subsidies",
                self.env._("Subsidies"),
                lines,
                ("date", "transport", "meal", "amount"),
            ),
        ]

    def _get_merge_stays(self):
        return {
            **super()._get_merge_stays(),
            "volunteer.subsidy.line": {"volunteer_id"},
        }

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import email_normalize


class VolunteerReportingUnit(models.Model):
    """A unit that hands in its reports to a bureau or group, with or without Odoo.

    Source: the bureau's desk (XL, CZ).
    """

    _name = "volunteer.reporting.unit"
    _description = "Reporting Unit"
    _inherit = ["volunteer.credit.code.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(string="Reporting Unit", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Reports to",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The bureau or group whose desk this is.",
    )
    reporting_company_id = fields.Many2one(
        "res.company",
        string="Its Own Unit Here",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'in', allowed_company_ids)]",
        help="If the unit keeps its volunteers in this database, what it submits is "
        "on this desk at once. Leave empty for units that send files.",
    )
    contact = fields.Char(help="Whom to call there.")
    email = fields.Char(
        string="E-mail", help="Reminders and returned reports go there."
    )
    phone = fields.Char(string="Telephone")
    note = fields.Text()
    filing_ids = fields.One2many("volunteer.report.filing", "unit_id", string="Filings")
    missing_count = fields.Integer(
        string="Not Handed in", compute="_compute_missing_count"
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE active",
        "There is a reporting unit of this name already.",
    )
    _one_a_company = models.UniqueIndex(
        "(company_id, reporting_company_id) WHERE reporting_company_id IS NOT NULL",
        "This unit reports here already; it may be archived.",
    )

    _not_its_own_desk = models.Constraint(
        "CHECK (reporting_company_id <> company_id)",
        "A unit does not report to itself: choose the bureau or group.",
    )

    @api.constrains("reporting_company_id", "company_id")
    def _check_desk_not_below(self):
        for unit in self.sudo():
            above = unit.reporting_company_id
            if above and above in unit.company_id.parent_ids - unit.company_id:
                raise ValidationError(
                    self.env._(
                        "%(bureau)s belongs to %(unit)s, and does not answer its "
                        "reports.",
                        bureau=unit.company_id.name,
                        unit=above.name,
                    )
                )

    def _compute_missing_count(self):
        counts = dict(
            self.env["volunteer.report.filing"]._read_group(
                [("unit_id", "in", self.ids), ("is_overdue", "=", True)],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.missing_count = counts.get(unit, 0)

    @api.constrains("email")
    def _check_email(self):
        for unit in self:
            if unit.email and not email_normalize(unit.email):
                raise ValidationError(
                    self.env._(
                        "“%(email)s” of %(unit)s is no e-mail address. Give one, like "
                        "office@example.com.",
                        email=unit.email,
                        unit=unit.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_link(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_link(vals)
        if "company_id" in vals and any(
            unit.company_id.id != vals["company_id"] for unit in self
        ):
            raise ValidationError(
                self.env._("A unit stays on the desk where it is; add it to the other.")
            )
        return super().write(vals)

    @api.model
    def _check_may_link(self, vals):
        """:raise AccessError: the figures of that company are not for this user"""
        company_id = vals.get("reporting_company_id")
        if not company_id or self.env.su:
            return
        if company_id not in self.env.user._get_company_ids():
            raise AccessError(
                self.env._("This unit is not among yours; nothing was linked.")
            )

    def action_open_filings(self):
        """Open what this unit handed in and what it owes."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_report_filing_action"
        )
        return {**action, "domain": [("unit_id", "=", self.id)], "context": {}}

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.volunteer_base.tools.month_names import MONTH_NAMES

from ...tools.filing import Rule

#: Of these kinds a bureau's own one takes the place of the shipped one.
OUR_KINDS = ("monthly", "plan", "summary")


class VolunteerReportMaterial(models.Model):
    """What units hand in to a bureau or group, how often and by when.

    Shipped: the monthly report by the 5th, the plan of the year by 30 May, the summary
    of the year; a bureau adds its own, or its own dates. Source: XL, CZ.
    """

    _name = "volunteer.report.material"
    _description = "Material to Hand In"
    _order = "sequence, id"

    name = fields.Char(string="Material", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Bureau",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: every desk asks for it.",
    )
    kind = fields.Selection(
        [
            ("monthly", "Monthly report"),
            ("plan", "Plan of the year"),
            ("summary", "Summary of the year"),
            ("other", "Other material"),
        ],
        required=True,
        default="other",
        help="Monthly reports come with figures that are added up; of the first three, "
        "one with a bureau of its own takes the place of the common one there.",
    )
    rhythm = fields.Selection(
        [("monthly", "Every month"), ("yearly", "Every year"), ("once", "Once")],
        required=True,
        default="once",
    )
    due_day = fields.Integer(
        string="Due on Day",
        default=5,
        help="Of the month; 31 is the last day of a shorter month.",
    )
    due_month = fields.Selection(
        MONTH_NAMES,
        string="Due in",
        default="12",
    )
    due_next_year = fields.Boolean(
        string="Of the Next Year", help="It looks back on a year that is over."
    )
    date_due = fields.Date(string="Due Date")
    lead_days = fields.Integer(
        string="Asked for",
        default=30,
        help="Days before it is due on which it appears on the desk.",
    )
    max_score = fields.Float(
        string="Full Score",
        default=100,
        digits=(5, 1),
        help="What a filing may be given at most; 0 gives no score.",
    )

    _due_range = models.Constraint(
        "CHECK (due_day BETWEEN 1 AND 31 AND lead_days >= 0 AND max_score >= 0)",
        "A material is due on a day between 1 and 31; days and scores cannot be "
        "negative.",
    )
    _once_on_a_day = models.Constraint(
        "CHECK (rhythm <> 'once' OR date_due IS NOT NULL)",
        "What is handed in once needs a due date.",
    )
    _yearly_in_a_month = models.Constraint(
        "CHECK (rhythm <> 'yearly' OR due_month IS NOT NULL)",
        "What is handed in every year needs the month in which it is due.",
    )
    _one_a_kind = models.UniqueIndex(
        "(COALESCE(company_id, 0), kind) WHERE active AND kind <> 'other'",
        "This bureau has a material of this kind already.",
    )

    @api.constrains("kind", "rhythm")
    def _check_rhythm(self):
        for material in self:
            monthly = material.rhythm == "monthly"
            if (material.kind == "monthly") != monthly and material.kind != "other":
                raise ValidationError(
                    self.env._(
                        "A monthly report comes every month; plan and summary come "
                        "once a year."
                    )
                )

    def write(self, vals):
        if {"kind", "rhythm", "company_id"} & vals.keys() and self:
            used = self.env["volunteer.report.filing"].sudo()
            used = used.search([("material_id", "in", self.ids)], limit=1)
            changed = any(
                material[name] != vals.get(name, material[name])
                for material in self
                for name in ("kind", "rhythm")
            ) or any(
                vals.get("company_id", material.company_id.id)
                not in (material.company_id.id, False)
                for material in self
            )
            if used and changed:
                raise ValidationError(
                    self.env._(
                        "“%(material)s” was asked for already. Archive it and make "
                        "another one.",
                        material=used.material_id.name,
                    )
                )
        return super().write(vals)

    def _get_rule(self):
        """Return when this material is due, for the arithmetic of ``tools.filing``."""
        self.ensure_one()
        return Rule(
            self.rhythm,
            day=self.due_day,
            month=int(self.due_month or 12),
            years_after=int(self.due_next_year),
            once_on=self.date_due or None,
            lead=self.lead_days,
        )

    @api.model
    def _get_materials_sudo(self, companies):
        """Return ``{company: materials}``, a bureau's own before the common ones."""
        materials = self.sudo().search(
            [("company_id", "in", [False, *companies.ids])], order="sequence, id"
        )
        common = materials.filtered(lambda material: not material.company_id)
        result = {}
        for company in companies:
            own = materials.filtered(
                lambda material, company=company: material.company_id == company
            )
            kinds = set(own.mapped("kind")) & set(OUR_KINDS)
            result[company] = own | common.filtered(
                lambda material, kinds=kinds: material.kind not in kinds
            )
        return result

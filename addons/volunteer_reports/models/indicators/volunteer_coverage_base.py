from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.indicators import span_of

KINDS = [("visits", "Outpatient and Emergency Visits"), ("beds", "Bed Days")]


class VolunteerCoverageBase(models.Model):
    """What a hospital says of its own size: visits and bed days by month.

    Service hours are set against them (覆盖密度, domain rules, section 7).
    """

    _name = "volunteer.coverage.base"
    _description = "Visits and Bed Days"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_from desc, company_id, department_id, kind"
    _rec_name = "department_id"
    _check_company_auto = True

    _guarded_fields = ()

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="With the departments below it. Empty: the whole unit.",
    )
    kind = fields.Selection(KINDS, required=True, default="visits")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: span_of("month", self._default_day()).date_from,
        help="The first day of a month.",
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day of the same or of a later month.",
    )
    value = fields.Integer(string="Count", required=True)

    _positive = models.Constraint("CHECK (value > 0)", "Enter a count above zero.")
    _months = models.Constraint(
        "CHECK (date_from <= date_to AND EXTRACT(day FROM date_from) = 1 "
        "AND EXTRACT(day FROM date_to + 1) = 1)",
        "A figure is of whole months, from a first day to a last day of one.",
    )
    _once = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(company_id, company_id, '[]') WITH =, "
        "int4range(COALESCE(department_id, 0), COALESCE(department_id, 0), '[]') "
        "WITH =, "
        "int4range((kind = 'beds')::int, (kind = 'beds')::int, '[]') WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "For these months this figure is entered already.",
    )

    @api.model
    def _default_day(self):
        """Return a day of the month before: figures are known once it is over."""
        today = self.env.company._get_volunteer_today()
        return fields.Date.subtract(today, months=1)

    @api.depends("date_from")
    def _compute_date_to(self):
        for base in self:
            if base.date_from and (
                not base.date_to or base.date_to < base.date_from or not base.id
            ):
                base.date_to = span_of("month", base.date_from).date_to

    @api.constrains("department_id", "company_id")
    def _check_department_unit(self):
        for base in self.sudo():
            unit = base.department_id.company_id
            if unit and base.company_id not in unit | unit.parent_ids:
                raise ValidationError(
                    self.env._(
                        "“%(department)s” does not belong to %(unit)s.",
                        department=base.department_id.name,
                        unit=base.company_id.name,
                    )
                )

    @api.depends("department_id", "company_id", "date_from", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for base in self:
            parts = (
                base.department_id.name or base.company_id.name,
                base.date_from and f"{base.date_from:%Y-%m}",
                kinds.get(base.kind),
            )
            base.display_name = " · ".join(part for part in parts if part)

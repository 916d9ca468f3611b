from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("maternity", "Maternity leave"),
    ("sick", "Long sick leave"),
    ("training", "Training elsewhere"),
    ("aid", "Medical aid abroad or elsewhere"),
    ("other", "Other"),
]


class VolunteerTargetExemption(models.Model):
    """Days on which nobody expects service of a person (产假, 长病假, 外出进修, 援外).

    They shorten the aim of the person and the head count of the department. Why is
    sensitive: only HR and the volunteer office read it, and the person.
    """

    _name = "volunteer.target.exemption"
    _description = "Exemption from the Personal Aim"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "kind"

    _guarded_fields = ("name", "department_id")

    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="cascade"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        string="Volunteer Who Is Not Staff",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_ids', 'in', company_id), ('employee_ids', '=', False)]",
        groups="volunteer_base.group_officer",
    )
    name = fields.Char(
        string="Person", compute="_compute_name", compute_sudo=True, store=True
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        compute_sudo=True,
        help="As of now.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(KINDS, string="Reason", required=True, default="other")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date(
        string="Until", help="The last exempt day; empty: until further notice."
    )
    note = fields.Char(string="Note on the Exemption")

    _one_person = models.Constraint(
        "CHECK (num_nonnulls(employee_id, volunteer_id) = 1)",
        "Choose one employee, or one volunteer who is not staff.",
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.depends("employee_id.name", "volunteer_id.name")
    def _compute_name(self):
        for exemption in self:
            person = exemption.employee_id or exemption.volunteer_id
            exemption.name = person.name

    @api.depends("employee_id")
    def _compute_department_id(self):
        for exemption in self:
            exemption.department_id = exemption.employee_id.department_id

    @api.model_create_multi
    def create(self, vals_list):
        exemptions = super().create(vals_list)
        exemptions._check_unit()
        return exemptions

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"employee_id", "volunteer_id", "company_id"}:
            self._check_unit()
        return result

    def _check_unit(self):
        """:raise UserError: the person belongs to another unit than the exemption"""
        for exemption in self.sudo():
            units = (
                exemption.employee_id.company_id or exemption.volunteer_id.company_ids
            )
            if exemption.company_id not in units:
                raise UserError(
                    self.env._(
                        "%(name)s does not work or serve in %(unit)s.",
                        name=exemption.name,
                        unit=exemption.company_id.name,
                    )
                )

from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerPartnerUnit(models.Model):
    """共建单位: a community, school or company with which the hospital serves.

    Source: partners with agreement and dates (CZ, XL, HZ).
    """

    _name = "volunteer.partner.unit"
    _description = "Partner Unit"
    _inherit = ["volunteer.agreement.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("community", "Community"),
            ("school", "School"),
            ("enterprise", "Company"),
            ("authority", "Public authority"),
            ("medical", "Medical institution"),
            ("organisation", "Social organisation"),
            ("other", "Other"),
        ],
        required=True,
        default="community",
    )
    contact = fields.Char(help="Whom to call there.")
    phone = fields.Char(string="Telephone")
    address = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        string="Looked after by",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
    )
    note = fields.Text(string="What Was Agreed")
    project_ids = fields.Many2many("volunteer.project", string="Projects")
    service_activity_ids = fields.Many2many(
        "volunteer.activity", string="Service Activities"
    )
    activity_count = fields.Integer(
        string="Activities Together", compute="_compute_activity_count"
    )

    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "An agreement cannot end before the day it begins.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE active", "This partner unit is on the list already."
    )

    @api.depends("service_activity_ids", "project_ids")
    def _compute_activity_count(self):
        """Count what was done together, each once: by itself, or within a project."""
        Activity = self.env["volunteer.activity"]
        going_on = Domain("state", "!=", "cancelled")
        by_unit = dict(
            Activity._read_group(
                going_on & Domain("partner_unit_ids", "in", self.ids),
                ["partner_unit_ids"],
                ["id:array_agg"],
            )
        )
        by_project = dict(
            Activity._read_group(
                going_on & Domain("project_id", "in", self.project_ids.ids),
                ["project_id"],
                ["id:array_agg"],
            )
        )
        for unit in self:
            together = set(by_unit.get(unit, ()))
            together.update(
                *(by_project.get(project, ()) for project in unit.project_ids)
            )
            unit.activity_count = len(together)

    def _domain_activities(self):
        """Return the domain of the activities held with these units."""
        return [
            ("state", "!=", "cancelled"),
            "|",
            ("partner_unit_ids", "in", self.ids),
            ("project_id.partner_unit_ids", "in", self.ids),
        ]

    def action_open_activities(self):
        """Open the activities held together with this unit."""
        self.ensure_one()
        self.check_access("read")
        return self.env["volunteer.activity"]._open_list(self._domain_activities())


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    partner_unit_ids = fields.Many2many(
        "volunteer.partner.unit",
        string="Partner Units",
        check_company=True,
        groups="volunteer_base.group_leader",
    )


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    partner_unit_ids = fields.Many2many(
        "volunteer.partner.unit",
        string="Partner Units",
        check_company=True,
        groups="volunteer_base.group_leader",
        help="Besides those of the project.",
    )

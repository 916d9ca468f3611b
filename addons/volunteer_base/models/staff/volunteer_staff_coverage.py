from odoo import fields, models
from odoo.tools import SQL

from ..odoo.hr_employee import CONTRACT_TYPES


class VolunteerStaffCoverage(models.Model):
    """Every employee and whether a volunteer: the rate by department and unit.

    Read as a query, so it is always as of now and never in the way of an update.
    """

    _name = "volunteer.staff.coverage"
    _description = "Registration of Staff by Department"
    _auto = False
    _order = "department_id, employee_id"
    _rec_name = "employee_id"
    _depends = {
        "hr.employee": ["active", "company_id", "current_version_id", "volunteer_id"],
        "hr.version": ["department_id", "departure_date", "employee_type"],
        "hr.department": ["manager_id"],
        "volunteer.volunteer": [
            "active",
            "confirmation",
            "is_contract",
            "merged_into_id",
            "state",
        ],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    manager_id = fields.Many2one(
        "hr.employee", string="Head of Department", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", readonly=True, groups="volunteer_base.group_officer"
    )
    is_current = fields.Boolean(string="Employed Today", readonly=True)
    is_contract = fields.Boolean(string="Contract Staff", readonly=True)
    has_login = fields.Boolean(readonly=True)
    status = fields.Selection(
        [
            ("confirmed", "Confirmed"),
            ("pending", "Waiting for the person"),
            ("refused", "Does not agree"),
            ("unregistered", "Not registered"),
        ],
        readonly=True,
        help="A suspended volunteer still counts as registered.",
    )
    confirmed_count = fields.Integer(string="Confirmed", readonly=True)
    pending_count = fields.Integer(string="Waiting for the Person", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    unregistered_count = fields.Integer(string="Not Registered", readonly=True)
    rate = fields.Float(
        string="Registration Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Confirmed staff among all staff; the aim is 100 %.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.*,
                   (row.status = 'confirmed')::int AS confirmed_count,
                   (row.status = 'pending')::int AS pending_count,
                   (row.status = 'refused')::int AS refused_count,
                   (row.status = 'unregistered')::int AS unregistered_count,
                   CASE WHEN row.status = 'confirmed' THEN 100.0 ELSE 0.0 END AS rate
              FROM (
                SELECT e.id,
                       e.id AS employee_id,
                       e.company_id,
                       e.user_id IS NOT NULL AS has_login,
                       hv.department_id,
                       d.manager_id,
                       v.id AS volunteer_id,
                       e.active AND (hv.departure_date IS NULL
                                     OR hv.departure_date >= %(today)s) AS is_current,
                       COALESCE(v.is_contract,
                                hv.employee_type IN %(contract)s) AS is_contract,
                       CASE
                           WHEN v.state IN ('trial', 'registered', 'suspended')
                           THEN 'confirmed'
                           WHEN v.confirmation = 'refused' THEN 'refused'
                           WHEN v.state = 'applied' THEN 'pending'
                           ELSE 'unregistered'
                       END AS status
                  FROM hr_employee e
                  JOIN hr_version hv ON hv.id = e.current_version_id
             LEFT JOIN hr_department d ON d.id = hv.department_id
             LEFT JOIN volunteer_volunteer own ON own.id = e.volunteer_id
             LEFT JOIN volunteer_volunteer v
                    ON v.id = COALESCE(own.merged_into_id, own.id) AND v.active
              ) row
            """,
            today=fields.Date.context_today(self),
            contract=CONTRACT_TYPES,
        )

    def action_open_volunteer(self):
        """Open the volunteer record of this employee, or what makes one.

        Who sees no volunteers, as HR does, opens the employee.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("volunteer_base.group_officer"):
            return self.employee_id.get_formview_action()
        if self.volunteer_id:
            return self.volunteer_id.get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_staff_registration_action"
        )
        return {
            **action,
            "context": {
                "default_mode": "employee",
                "default_company_id": self.company_id.id,
                "default_employee_ids": self.employee_id.ids,
                "default_reopen": True,
            },
        }

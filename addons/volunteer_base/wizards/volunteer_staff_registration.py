from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..models.teams.volunteer_item_issue import GONE_STATES


class VolunteerStaffRegistration(models.TransientModel):
    """Register everybody who works in some departments; each person then confirms."""

    _name = "volunteer.staff.registration"
    _description = "Registration of Staff"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    mode = fields.Selection(
        [
            ("company", "The whole unit"),
            ("department", "Departments"),
            ("employee", "Single employees"),
        ],
        string="Register",
        required=True,
        default="department",
    )
    department_ids = fields.Many2many(
        "hr.department", string="Departments", check_company=True
    )
    sub_departments = fields.Boolean(string="And all departments below", default=True)
    # The volunteer office need not have HR rights, so it picks among what all may see.
    employee_ids = fields.Many2many(
        "hr.employee.public",
        "volunteer_staff_registration_employee_rel",
        "wizard_id",
        "employee_id",
        string="Employees",
        domain="[('company_id', '=', company_id)]",
    )
    contract = fields.Selection(
        [
            ("hr", "As HR says"),
            ("all", "All of them"),
            ("none", "None of them"),
        ],
        string="Contract Staff",
        required=True,
        default="hr",
        help="Who is marked as employed by contract. HR says so by the kinds of "
        "employees “Contractor” and “Freelancer”.",
    )
    send_mail = fields.Boolean(
        string="Write to them",
        default=True,
        help="One e-mail to each person who has an address, with the link to confirm.",
    )
    employee_count = fields.Integer(string="Employees Found", compute="_compute_counts")
    reopen = fields.Boolean(
        string="Also who left or was rejected",
        help="Ask those on file again who have left, were rejected or are archived. "
        "They keep number and history, and confirm again. Who did not agree is asked "
        "from the own record only.",
    )
    gone_count = fields.Integer(
        string="Left or Rejected",
        compute="_compute_counts",
        help="On file, but no volunteers now.",
    )
    known_count = fields.Integer(string="On File Already", compute="_compute_counts")
    new_count = fields.Integer(string="To Be Registered", compute="_compute_counts")
    no_login_count = fields.Integer(
        string="Without Login",
        compute="_compute_counts",
        help="They cannot confirm on their own page: collect their signatures on a "
        "list, or give them a login.",
    )

    @api.depends(
        "company_id",
        "mode",
        "department_ids",
        "sub_departments",
        "employee_ids",
        "reopen",
    )
    def _compute_counts(self):
        Employee = self.env["hr.employee"].sudo()
        for wizard in self:
            domain = Domain.FALSE
            # A unit of others is not counted, whatever a client sends.
            if wizard.company_id in self.env.companies:
                domain = wizard._get_employee_domain()
            new = domain & wizard._get_new_domain()
            wizard.employee_count = Employee.search_count(domain)
            wizard.gone_count = Employee.search_count(domain & self._get_gone_domain())
            wizard.new_count = Employee.search_count(new)
            wizard.known_count = wizard.employee_count - Employee.search_count(
                domain & (Domain("volunteer_id", "=", False) | self._get_gone_domain())
            )
            wizard.no_login_count = Employee.search_count(
                new & Domain("user_id", "=", False)
            )

    def _get_employee_domain(self):
        today = fields.Date.context_today(self)
        domain = Domain("company_id", "=", self.company_id.id) & (
            Domain("departure_date", "=", False) | Domain("departure_date", ">=", today)
        )
        if self.mode == "employee":
            return domain & Domain("id", "in", self.employee_ids.ids)
        if self.mode == "department":
            operator = "child_of" if self.sub_departments else "in"
            return domain & Domain("department_id", operator, self.department_ids.ids)
        return domain

    def _get_new_domain(self):
        new = Domain("volunteer_id", "=", False)
        return new | self._get_gone_domain() if self.reopen else new

    @api.model
    def _get_gone_domain(self):
        """Return the domain of employees on file who are no volunteers now."""
        gone = (
            self.env["volunteer.volunteer"]
            .sudo()
            .with_context(active_test=False)
            ._search(
                Domain("employee_ids", "!=", False)
                & Domain("merged_into_id", "=", False)
                & Domain("erased_on", "=", False)
                & Domain("confirmation", "!=", "refused")
                & (Domain("state", "in", GONE_STATES) | Domain("active", "=", False))
            )
        )
        return Domain("volunteer_id", "in", gone)

    def action_register(self):
        """Register the employees found who are no volunteers yet.

        :return: the action that shows them
        :raise AccessError: not of the volunteer office, or not of this unit's
        :raise UserError: there is nobody to register
        """
        self.ensure_one()
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office may do this."))
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("You do not work for %(unit)s.", unit=self.company_id.name)
            )
        Volunteer = self.env["volunteer.volunteer"]
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search_fetch(
                self._get_employee_domain() & self._get_new_domain(),
                ["name", "user_id", "company_id", "volunteer_id", "active"],
            )
        )
        if not employees:
            raise UserError(
                self.env._("Everybody chosen is on file already, or nobody was found.")
            )
        gone = employees.filtered("volunteer_id")
        volunteers = Volunteer._register_employees_sudo(employees - gone, self.contract)
        volunteers |= Volunteer._reopen_employees_sudo(gone)
        if self.send_mail:
            volunteers._mail_own_page_sudo("volunteer_base.volunteer_confirm_mail")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {
            **action,
            "domain": [("kind", "=", "staff")],
            "context": {"search_default_confirmation_pending": 1},
        }

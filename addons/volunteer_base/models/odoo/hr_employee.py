from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Of Odoo's kinds of employees, those outside the permanent establishment.
CONTRACT_TYPES = ("contractor", "freelance")


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    # The groups keep the field off hr.employee.public, which plain users are served.
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups="hr.group_hr_user,volunteer_base.group_officer",
    )

    def action_open_volunteer(self):
        """Open the volunteer record of this employee."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "res_id": self.volunteer_id.id,
        }

    def _is_contract_staff_sudo(self, contract):
        """Return whether to mark this employee as contract staff.

        :param str contract: ``hr`` as HR says, ``all`` or ``none``
        """
        self.ensure_one()
        if contract == "hr":
            return self.sudo().employee_type in CONTRACT_TYPES
        return contract == "all"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees.filtered("volunteer_id")._check_may_link_volunteer()
        return employees

    def write(self, vals):
        if "volunteer_id" in vals:
            linking = self.filtered(
                lambda employee: (
                    employee.volunteer_id.id != (vals["volunteer_id"] or False)
                )
            )
            # Neither cut loose nor taken over by anybody of HR.
            linking._check_may_link_volunteer()
        else:
            linking = self.browse()
        moving = {"active", "company_id"} & set(vals)
        former = self._get_volunteer_departments_sudo() if moving else {}
        result = super().write(vals)
        linking._check_may_link_volunteer()
        if "active" in vals and not vals["active"]:
            self.sudo().volunteer_id._leave_employment_sudo(former)
        elif moving:
            volunteers = self.sudo().volunteer_id
            # Who comes back joins the team again.
            back = volunteers if vals.get("active") else None
            volunteers._sync_department_teams_sudo(former, back)
            volunteers.filtered("employee_ids")._end_office_todos_sudo("employment")
        if vals.get("user_id"):
            self._fill_volunteer_login_sudo()
        return result

    def _check_may_link_volunteer(self):
        """Check who says that these employees are these volunteers.

        Whoever could say so could take over the record: an employee's login becomes
        the volunteer's.

        :raise AccessError: not of the volunteer office, or not of these volunteers'
        :raise UserError: the volunteer does not serve where the employee works
        """
        if self.env.su or not self:
            return
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(
                self.env._(
                    "Only the volunteer office says which employee is a volunteer."
                )
            )
        self.volunteer_id.check_access("read")
        for employee in self:
            if employee.volunteer_id and not employee._serves_here_sudo():
                raise UserError(
                    self.env._(
                        "%(volunteer)s does not serve in the unit of %(employee)s.",
                        volunteer=employee.volunteer_id.display_name,
                        employee=employee.name,
                    )
                )

    def _serves_here_sudo(self):
        """Return whether the volunteer serves in the unit of this employee."""
        self.ensure_one()
        employee = self.sudo()
        return employee.company_id in employee.volunteer_id.company_ids.parent_ids

    def _get_volunteer_departments_sudo(self):
        """Return ``{volunteer: {(department, company), …}}`` of these, as of now."""
        places = {}
        for employee in self.sudo():
            if employee.volunteer_id and employee.department_id:
                places.setdefault(employee.volunteer_id, set()).add(
                    (employee.department_id, employee.company_id)
                )
        return places

    def unlink(self):
        # While the addon is uninstalled, volunteers go first and leave their ids here.
        volunteers = self.sudo().volunteer_id.exists()
        former = self._get_volunteer_departments_sudo() if volunteers else {}
        result = super().unlink()
        volunteers._leave_employment_sudo(former)
        return result

    def _fill_volunteer_login_sudo(self):
        """Give volunteers the login that their employee has got later.

        Nobody gets a record by writing their own login: the office gives it to them.
        """
        Volunteer = self.env["volunteer.volunteer"].sudo()
        waiting = self.sudo().filtered(
            lambda employee: (
                employee.user_id
                and employee.user_id != self.env.user
                and employee.volunteer_id
                and not employee.volunteer_id.user_id
                and employee._serves_here_sudo()
            )
        )
        if not waiting:
            return
        taken = Volunteer.search([("user_id", "in", waiting.user_id.ids)]).user_id
        for employee in waiting:
            if employee.user_id not in taken:
                employee.volunteer_id.user_id = employee.user_id

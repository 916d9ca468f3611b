from odoo import fields, models

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

    def write(self, vals):
        former = self._get_volunteer_departments_sudo() if "active" in vals else {}
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._leave_volunteer_teams_sudo(former)
        if vals.get("user_id"):
            self._fill_volunteer_login_sudo()
        return result

    def _get_volunteer_departments_sudo(self):
        """Return ``{volunteer: departments}`` of these employees, as they are now."""
        departments = {}
        for employee in self.sudo():
            if employee.volunteer_id and employee.department_id:
                volunteer = employee.volunteer_id
                departments.setdefault(volunteer, employee.department_id.browse())
                departments[volunteer] |= employee.department_id
        return departments

    def _leave_volunteer_teams_sudo(self, former):
        """Who is no longer employed leaves the teams of the department.

        Whether such a person still serves, as a retiree for instance, the office asks.
        """
        volunteers = self.sudo().volunteer_id
        if not volunteers:
            return
        volunteers._sync_department_teams_sudo(former)
        volunteers.filtered(
            lambda volunteer: volunteer.state in ("trial", "registered", "suspended")
        )._remind_office_sudo(
            self.env._("No longer employed: still a volunteer?"),
            self.env._(
                "Note the leaving, or change the kind, for instance to retiree. "
                "Recorded hours stay with the department of their day."
            ),
        )

    def _fill_volunteer_login_sudo(self):
        """Give volunteers the login that their employee has got later."""
        Volunteer = self.env["volunteer.volunteer"].sudo()
        waiting = self.sudo().filtered(
            lambda employee: (
                employee.user_id
                and employee.volunteer_id
                and not employee.volunteer_id.user_id
            )
        )
        if not waiting:
            return
        taken = Volunteer.search([("user_id", "in", waiting.user_id.ids)]).user_id
        for employee in waiting:
            if employee.user_id not in taken:
                employee.volunteer_id.user_id = employee.user_id

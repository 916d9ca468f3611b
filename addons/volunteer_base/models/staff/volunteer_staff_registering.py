from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class VolunteerVolunteer(models.Model):
    """Registering everybody of a department; each of them is asked."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _register_employees_sudo(self, employees, contract="hr"):
        """Register employees who wait for their own confirmation; in batches.

        Employees who are volunteers are passed over; who is one by the login alone is
        linked. One person with employments in two units becomes one volunteer. The
        caller has checked rights.

        :param employees: ``hr.employee``
        :param str contract: who is marked as contract staff: ``hr`` as HR says, ``all``
            or ``none``
        :return: the new volunteers, as superuser
        """
        employees = employees.sudo().filtered(
            lambda employee: not employee.volunteer_id and employee.active
        )
        by_login = self._link_employees_by_login_sudo(employees)
        employees -= by_login
        firsts, employee_ids = self._group_by_person(employees)
        volunteers = (
            self.sudo()
            .with_context(
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
            )
            .create(
                [
                    {
                        "name": employee.name,
                        "kind": "staff",
                        "source": "department",
                        "confirmation": "pending",
                        "company_id": employee.company_id.id,
                        "company_ids": [Command.link(unit) for unit in units],
                        "user_id": employee.user_id.id,
                        "is_contract": employee._is_contract_staff_sudo(contract),
                    }
                    for employee, units in firsts
                ]
            )
        )
        self._link_employees_sudo(
            [
                (employee_id, volunteer.id)
                for volunteer, ids in zip(volunteers, employee_ids, strict=True)
                for employee_id in ids
            ]
        )
        return volunteers

    @api.model
    def _reopen_employees_sudo(self, employees):
        """Ask staff again who left, were rejected or archived; number and history stay.

        Whoever serves in another unit only is asked to serve here instead. The caller
        has checked rights.

        :param employees: ``hr.employee`` with volunteers
        :return: the volunteers who now wait for their own confirmation, as superuser
        """
        here = employees.sudo().filtered(lambda employee: employee._serves_here_sudo())
        self.env["volunteer.affiliation"]._ask_staff_sudo(employees - here)
        volunteers = here.volunteer_id
        if not volunteers:
            return volunteers
        closed = volunteers.filtered(lambda volunteer: volunteer.state != "applied")
        closed._log_life_events_sudo(
            "applied", self.env._("Registered by the department again.")
        )
        volunteers.write(
            {
                "active": True,
                "kind": "staff",
                "state": "applied",
                "state_reason": False,
                "confirmation": "pending",
                "confirmation_date": False,
                "confirmation_method": False,
            }
        )
        volunteers._after_state_change_sudo("applied")
        return volunteers

    @api.model
    def _group_by_person(self, employees):
        """Return one employee a person with all company ids, and all employee ids."""
        by_person = {}
        for employee in employees:
            key = ("user", employee.user_id.id) if employee.user_id else employee.id
            by_person.setdefault(key, []).append(employee)
        firsts = [
            (group[0], {employee.company_id.id for employee in group})
            for group in by_person.values()
        ]
        return firsts, [
            [employee.id for employee in group] for group in by_person.values()
        ]

    def _link_employees_by_login_sudo(self, employees):
        """Link employees whose login is a volunteer's; return them."""
        volunteers = {
            volunteer.user_id: volunteer
            for volunteer in self.sudo().search(
                [("user_id", "in", employees.user_id.ids)]
            )
        }
        known = employees.filtered(lambda employee: employee.user_id in volunteers)
        self._link_employees_sudo(
            [(employee.id, volunteers[employee.user_id].id) for employee in known]
        )
        # Whoever serves in another unit of the group is asked first.
        self.env["volunteer.affiliation"]._ask_staff_sudo(known)
        return known

    @api.model
    def _link_employees_sudo(self, pairs):
        """Link ``(employee id, volunteer id)`` in one statement.

        Each employee gets another value, so the ORM would write them one by one.
        """
        if not pairs:
            return
        Employee = self.env["hr.employee"]
        Employee.flush_model(["volunteer_id"])
        # Losing a race is expected and repeated by Odoo: no error in the log.
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_employee e
                   SET volunteer_id = pair.volunteer_id
                  FROM unnest(%s, %s) AS pair (employee_id, volunteer_id)
                 WHERE e.id = pair.employee_id AND e.volunteer_id IS NULL
                """,
                [employee_id for employee_id, _volunteer_id in pairs],
                [volunteer_id for _employee_id, volunteer_id in pairs],
            ),
            log_exceptions=False,
        )
        Employee.invalidate_model(["volunteer_id"])
        self.invalidate_model(["employee_ids", "employee_id"])

    def action_ask_confirmation(self):
        """Ask staff again, also those who did not agree the first time.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: somebody is registered already
        """
        self._check_officer()
        registered = self.filtered(
            lambda volunteer: volunteer.state not in ("applied", "rejected")
        )
        if registered:
            raise UserError(
                self.env._(
                    "These volunteers need not confirm: %(names)s.",
                    names=registered.mapped("name"),
                )
            )
        rejected = self.filtered(lambda volunteer: volunteer.state == "rejected")
        if rejected:
            rejected._change_state_sudo("applied")
        self.sudo().write({"confirmation": "pending", "confirmation_date": False})
        self._mail_own_page_sudo("volunteer_base.volunteer_confirm_mail")
        return True

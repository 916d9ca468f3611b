from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import resident_id
from ..tools.keyring import KeyringError, load_keyring
from ..tools.masking import mask_id_number

SEXES = {"male": "1", "female": "2"}


class VolunteerVolunteer(models.Model):
    """Staff: registered by department, confirmed by each person.

    Nobody is forced to serve (志愿服务条例, Art. 25): a registration by the department
    waits until the person agrees.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    confirmation = fields.Selection(
        [
            ("none", "Not needed"),
            ("pending", "Waiting for the person"),
            ("confirmed", "Confirmed"),
            ("refused", "Does not agree"),
        ],
        string="Own Confirmation",
        required=True,
        default="none",
        readonly=True,
        copy=False,
        index=True,
        help="Whether a person whom the department registered has agreed.",
    )
    confirmation_date = fields.Date(
        string="Confirmed or Refused on", readonly=True, copy=False
    )
    confirmation_method = fields.Selection(
        [("tap", "On the screen"), ("list", "Signed list")],
        string="Own Answer by",
        readonly=True,
        copy=False,
    )
    confirmation_list_id = fields.Many2one(
        "volunteer.staff.confirmation",
        string="Signed List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "confirmation",
            "confirmation_date",
            "confirmation_method",
            "confirmation_list_id",
        )

    def _change_state_sudo(self, state, reason=False):
        if state in ("trial", "registered"):
            self._check_agreed()
        result = super()._change_state_sudo(state, reason)
        if state == "rejected":
            # What the office has ended, the person no longer agrees to.
            self._write_confirmation_sudo(("pending", "refused"), "none")
        elif state == "applied":
            # Who did not apply themselves is still asked.
            asked = self.filtered(lambda volunteer: volunteer._is_asked_sudo())
            asked._write_confirmation_sudo(("none",), "pending")
        return result

    def _write_confirmation_sudo(self, old, new):
        """Change the confirmation of those among these who have one of ``old``."""
        changing = self.sudo().filtered(lambda volunteer: volunteer.confirmation in old)
        changing.write({"confirmation": new})

    def _is_asked_sudo(self):
        """Return whether somebody else made this application for a member of staff."""
        self.ensure_one()
        person = self.sudo()
        return person.source == "department" or bool(
            person.kind == "staff" and person.source != "join" and person.employee_ids
        )

    def _check_agreed(self):
        """:raise UserError: the office cannot answer for staff who have not agreed"""
        unwilling = self.filtered(
            lambda volunteer: volunteer.confirmation in ("pending", "refused")
        )
        if unwilling:
            raise UserError(
                self.env._(
                    "These people have not agreed yet: %(names)s. Each confirms on the "
                    "own page, or signs a list that you upload.",
                    names=unwilling.mapped("name"),
                )
            )

    # ------------------------------------------------------------------
    # Registration by the department
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # The person answers
    # ------------------------------------------------------------------

    def action_confirm_own(self, values=None):
        """Agree to one's registration: data, papers and consent in one go.

        :param dict values: what has changed, by names of ``_own_data_fields``
        :raise AccessError: another person's record
        :raise UserError: nothing is waiting for a confirmation
        """
        self._check_own()
        person = self.sudo()
        refused = person.confirmation == "refused"
        if not (
            (person.state == "applied" and person.confirmation == "pending")
            or (person.state in ("applied", "rejected") and refused)
        ):
            raise UserError(self.env._("There is nothing for you to confirm."))
        self._write_own_data_sudo(values or {})
        self._confirm_staff_sudo("tap", fields.Date.context_today(self))
        return True

    def action_refuse_own(self):
        """Do not agree to one's registration; nobody is forced.

        :raise AccessError: another person's record
        :raise UserError: nothing is waiting for a confirmation
        """
        self._check_own()
        if self.sudo().confirmation != "pending":
            raise UserError(self.env._("There is nothing for you to confirm."))
        self._change_state_sudo("rejected", self.env._("The person does not agree."))
        self.sudo().write(
            {
                "confirmation": "refused",
                "confirmation_date": fields.Date.context_today(self),
                "confirmation_method": "tap",
            }
        )
        return True

    def _confirm_staff_sudo(self, method, date, signed_list=None, attachment=None):
        """Register people who have agreed; the caller has checked who says so.

        :param str method: ``tap`` or ``list``
        :param date date: the day of the answer
        :param signed_list: ``volunteer.staff.confirmation``
        :param attachment: ``ir.attachment`` with the signed list
        """
        volunteers = self.sudo()
        volunteers._copy_hr_identity_sudo()
        volunteers._accept_documents_sudo(
            method=method, date=date, attachment=attachment
        )
        rejected = self.filtered(lambda volunteer: volunteer.state == "rejected")
        if rejected:
            rejected._change_state_sudo("applied")
        volunteers.write(
            {
                "confirmation": "confirmed",
                "confirmation_date": date,
                "confirmation_method": method,
                "confirmation_list_id": signed_list.id if signed_list else False,
                "date_confirmed": date,
            }
        )
        waiting = self.filtered(lambda volunteer: volunteer.state == "applied")
        if waiting:
            waiting._change_state_sudo("registered")

    def _copy_hr_identity_sudo(self):
        """Take what HR knows and the record lacks, once the person has agreed.

        A number that is not valid, or that another record has, is left out: the person
        or the office types it later. Without a key on the server none is taken.
        """
        missing = {
            volunteer.id: {"volunteer_id": volunteer.id}
            for volunteer in self.sudo()
            if not volunteer.identity_ids
        }
        Identity = self.env["volunteer.identity"].sudo()
        Identity.create(list(missing.values()))
        numbers = {}
        employees = self._get_first_employees_sudo()
        for volunteer in self.sudo():
            identity = volunteer.identity_ids
            employee = employees.get(volunteer.id)
            vals = {
                name: value
                for name, value in self._get_hr_data_sudo(employee).items()
                if value and not identity[name]
            }
            number = self._get_hr_number_sudo(employee)
            if number and not volunteer.id_number_masked:
                born = resident_id.birth_date(number)
                vals.update(birth_date=born, sex=resident_id.sex(number))
                numbers[identity] = number
            if vals:
                identity.write(vals)
        self._store_hr_numbers_sudo(numbers)

    def _get_first_employees_sudo(self):
        """Return ``{volunteer id: employee}``, fetched for all of them together."""
        employees = {}
        for employee in self.sudo().employee_ids:
            employees.setdefault(employee.volunteer_id.id, employee)
        return employees

    @api.model
    def _get_hr_data_sudo(self, employee):
        """Return what HR knows of an employee, by names of identity fields."""
        if not employee:
            return {}
        return {
            "birth_date": employee.birthday,
            "sex": SEXES.get(employee.sex),
            "mobile": employee.private_phone or employee.mobile_phone,
            "email": employee.private_email or employee.work_email,
        }

    @api.model
    def _get_hr_number_sudo(self, employee):
        """Return the valid resident ID number that HR has of an employee, or None."""
        text = employee.identification_id if employee else ""
        try:
            return resident_id.check_resident_id(text or "")
        except resident_id.ResidentIdError:
            return None

    def _get_own_data_proposal_sudo(self):
        """Return what the page of confirmation shows before the person answers.

        :return: ``(values of _own_data_fields, ID number masked or "")``
        """
        self.ensure_one()
        identity = self.sudo().identity_ids
        employee = self._get_first_employees_sudo().get(self.id)
        known = self._get_hr_data_sudo(employee)
        values = {
            name: identity[name] or known.get(name) or ""
            for name in self._own_data_fields
        }
        masked = self.sudo().id_number_masked
        return values, masked or mask_id_number(
            self._get_hr_number_sudo(employee) or ""
        )

    @api.model
    def _store_hr_numbers_sudo(self, numbers):
        """Store ``{identity: number}`` where no other record has the number."""
        try:
            keyring = load_keyring()
        except KeyringError:
            return
        indexes = {
            identity: keyring.index("111", number)
            for identity, number in numbers.items()
            if identity.id_type == "111"
        }
        Identity = self.env["volunteer.identity"].sudo()
        taken = {
            index
            for (index,) in Identity._read_group(
                [("id_number_index", "in", list(indexes.values()))],
                ["id_number_index"],
            )
        }
        for identity, index in indexes.items():
            if index in taken:
                continue
            taken.add(index)
            number = numbers[identity]
            identity._store_id_number_sudo(
                keyring.encrypt(number), index, mask_id_number(number)
            )

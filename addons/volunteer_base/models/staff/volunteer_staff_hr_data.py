from odoo import api, models

from ...tools import resident_id
from ...tools.keyring import KeyringError, load_keyring
from ...tools.masking import mask_id_number

SEXES = {"male": "1", "female": "2"}


class VolunteerVolunteer(models.Model):
    """What HR knows about staff already, proposed to them when they confirm."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

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

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class VolunteerVolunteer(models.Model):
    """What a volunteer's file holds (志愿服务档案), of many people at once.

    Five groups of information: 民政部令第67号, Art. 4; their contents: Arts. 5 and 7
    to 10.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_file_records_sudo(self, companies=None, date_from=None, date_to=None):
        """Return ``{volunteer id: {matter: records}}``, in queries that do not grow.

        Records merged into a person are that person's. Reversed hours and their
        reversals are both left out, which leaves the net.

        :param companies: units whose records are shown; nothing: every unit
        :param date_from: first day of service, training and awards; or nothing
        :param date_to: last day, or nothing
        """
        everyone = self._with_merged_sudo()
        kept = {
            person.id: person.id if person in self else person.merged_into_id.id
            for person in everyone
        }
        found = {volunteer.id: {} for volunteer in self}
        for matter, (model, domain, order, moment) in self._get_file_matters(
            companies
        ).items():
            Model = self.env[model].sudo().with_context(active_test=False)
            domain = Domain("volunteer_id", "in", everyone.ids) & Domain(domain)
            if companies is not None and "company_id" in Model._fields:
                domain &= Domain("company_id", "in", companies.ids)
            if date_from and moment:
                domain &= Domain(moment, ">=", date_from)
            if date_to and moment:
                domain &= Domain(moment, "<=", date_to)
            records = Model.search(domain, order=order)
            ids = defaultdict(list)
            for record in records:
                ids[kept[record.volunteer_id.id]].append(record.id)
            for volunteer in self:
                found[volunteer.id][matter] = Model.browse(
                    ids.get(volunteer.id, ())
                ).with_prefetch(records._prefetch_ids)
        return found

    @api.model
    def _get_file_matters(self, companies):
        """Return ``{matter: (model, domain, order, field of its day or None)}``."""
        return {
            "member": ("volunteer.team.member", [], "date_from, id", None),
            "hour": (
                "volunteer.hour",
                [
                    ("state", "=", "recorded"),
                    ("reversed", "=", False),
                    ("reverses_id", "=", False),
                ],
                "date, id",
                "date",
            ),
            "training": (
                "volunteer.training.attendance",
                [("attended", "=", True)],
                "date, id",
                "date",
            ),
            "qualification": ("volunteer.qualification", [], "date_from, id", None),
            "award": (
                "volunteer.award",
                [("state", "=", "granted")],
                "date, id",
                "date",
            ),
            "evaluation": (
                "volunteer.evaluation",
                [("state", "=", "confirmed"), ("is_current", "=", True)],
                "date_from, id",
                "date_to",
            ),
        }

    def _get_file_numbers_sudo(self, full):
        """Return ``{volunteer id: (ID number, mobile)}``, masked unless ``full``.

        What is given in full is logged; the caller has checked that it may be. A number
        whose key is missing stays masked: the file itself must not depend on it.
        """
        numbers, shown = {}, defaultdict(list)
        for volunteer in self.sudo():
            number = volunteer.id_number_masked or ""
            mobile = volunteer.mobile_masked or ""
            identity = volunteer.identity_ids[:1]
            if full and number:
                try:
                    number = identity._decrypt_id_number_sudo()
                except UserError:
                    number = volunteer.id_number_masked
                else:
                    shown["id_number"].append(volunteer.id)
            if full and identity.mobile:
                mobile = identity.mobile
                shown["mobile"].append(volunteer.id)
            numbers[volunteer.id] = number, mobile
        document = self.env._("Volunteer's file")
        for what, ids in shown.items():
            self.browse(ids)._log_disclosure_sudo(what, dict.fromkeys(ids, document))
        return numbers

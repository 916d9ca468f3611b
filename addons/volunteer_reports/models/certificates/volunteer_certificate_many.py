from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .volunteer_certificate import OFFICE

#: People whom one call certifies: more take too long for one request.
MANY = 2000


class VolunteerCertificate(models.Model):
    """Issuing to many at once, as for a ceremony at the end of a year."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.certificate"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def action_issue_many(
        self,
        volunteer_ids,
        date_from=None,
        date_to=None,
        company_id=None,
        id_number="full",
        language="zh",
    ):
        """Issue a certificate to each of these people, for the volunteer office.

        The queries do not grow with the people. Numbers follow each other in the order
        of ``volunteer_ids``; whoever has the same certificate of today keeps that one.

        :param list volunteer_ids: ids; those merged into another count as the other
        :param date_from: first day as ``YYYY-MM-DD``; nothing: from the beginning
        :param date_to: last day; nothing: until now
        :param int company_id: the unit that certifies; nothing: the current company
        :param str id_number: ``full`` or ``masked``
        :param str language: ``zh`` or ``bilingual``
        :return: ``{"certificate_ids": ids, "without_hours": [{"id", "name"}]}``
        :rtype: dict
        :raise AccessError: not of the volunteer office, or not of its unit
        :raise UserError: nobody, too many, or no such period
        """
        volunteers, company = self._get_many_sudo(volunteer_ids, company_id)
        certificates, without = self._issue_sudo(
            volunteers,
            company,
            self._check_period(date_from, date_to),
            self._check_choices(id_number=id_number, language=language),
        )
        return {
            "certificate_ids": certificates.ids,
            "without_hours": [{"id": one.id, "name": one.name} for one in without],
        }

    @api.model
    def _get_many_sudo(self, volunteer_ids, company_id):
        """Return people and unit after checking that the user may certify.

        :raise AccessError: not of the volunteer office, or not of its unit
        :raise UserError: nobody, or too many
        """
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(
                self.env._("Only the volunteer office issues certificates for others.")
            )
        company = self.env["res.company"].browse(
            self._to_id(company_id) or self.env.company.id
        )
        if company not in self.env.companies:
            raise AccessError(
                self.env._("Only a unit's own volunteer office certifies its hours.")
            )
        # Numbers from anywhere: each once, in the order given.
        ids = list(dict.fromkeys(self._to_id(one) for one in volunteer_ids or ()))
        if not ids:
            raise UserError(self.env._("Please choose who gets a certificate."))
        if len(ids) > MANY:
            raise UserError(
                self.env._(
                    "At most %(count)s people at a time; please choose fewer.",
                    count=MANY,
                )
            )
        volunteers = self.env["volunteer.volunteer"].browse(ids)
        volunteers.check_access("read")
        volunteers = volunteers.sudo()
        people = volunteers.browse(
            dict.fromkeys((one.merged_into_id or one).id for one in volunteers)
        )
        return people, company.sudo()

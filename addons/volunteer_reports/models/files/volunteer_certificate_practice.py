from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MAX_SCHOOL = 100


class VolunteerCertificate(models.Model):
    """社会实践证明: what a student's school asks for, of the same ledger and register.

    It is numbered, verified and revoked as every certificate is; only the paper says
    something else (domain of group sign-up: CZ, XL, HZ).
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.certificate"  # pylint: disable=consider-merging-classes-inherited

    kind = fields.Selection(
        [("service", "Voluntary Service"), ("practice", "Social Practice")],
        required=True,
        readonly=True,
        default="service",
        index=True,
        help="Social practice: for students, addressed to their school.",
    )
    school = fields.Char(readonly=True, help="To which it is addressed.")

    _school_of_practice = models.Constraint(
        "CHECK ((kind = 'practice') = (school IS NOT NULL))",
        "A certificate of social practice names the school, and only that does.",
    )

    @api.model
    def action_issue_practice(
        self,
        volunteer_ids,
        school,
        date_from=None,
        date_to=None,
        company_id=None,
        id_number="masked",
        language="zh",
    ):
        """Issue a certificate of social practice to each of these students.

        For the volunteer office; the queries do not grow with the students.

        :param list volunteer_ids: ids; those merged into another count as the other
        :param str school: as it stands on the paper
        :param date_from: first day as ``YYYY-MM-DD``; nothing: from the beginning
        :param date_to: last day; nothing: until now
        :param int company_id: the unit that certifies; nothing: the current company
        :param str id_number: ``full`` or ``masked``
        :param str language: ``zh`` or ``bilingual``
        :return: ``{"certificate_ids": ids, "without_hours": [{"id", "name"}]}``
        :rtype: dict
        :raise AccessError: not of the volunteer office, or not of its unit
        :raise UserError: no school, nobody, too many, or no such period
        """
        volunteers, company = self._get_many_sudo(volunteer_ids, company_id)
        school = school.strip()[:MAX_SCHOOL] if isinstance(school, str) else ""
        if not school:
            raise UserError(self.env._("Please name the school it is for."))
        certificates, without = self._issue_sudo(
            volunteers,
            company,
            self._check_period(date_from, date_to),
            {
                **self._check_choices(
                    id_number=id_number, language=language, kind="practice"
                ),
                "school": school,
            },
        )
        return {
            "certificate_ids": certificates.ids,
            "without_hours": [{"id": one.id, "name": one.name} for one in without],
        }

    @api.model
    def _issue_sudo(self, volunteers, company, period, choices):
        # Today's certificate of the other kind says something else.
        choices = {"kind": "service", "school": False, **choices}
        return super()._issue_sudo(volunteers, company, period, choices)


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _erase_sudo(self):
        """Leave of a student's certificate that it was for a school, not for which."""
        result = super()._erase_sudo()
        certificates = self.env["volunteer.certificate"].search(
            [("volunteer_id", "in", self.ids), ("kind", "=", "practice")]
        )
        # By hand: write refuses whatever an issued certificate says.
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_certificate SET school = '–' "
                "WHERE id IN %s RETURNING id",
                tuple(certificates.ids) or (0,),
            )
        )
        certificates.invalidate_recordset(["school"])
        return result

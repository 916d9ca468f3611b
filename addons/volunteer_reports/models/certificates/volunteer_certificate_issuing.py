from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.paper import clip

from ...tools.verification import new_code
from .volunteer_certificate import OFFICE

SEQUENCE = "volunteer.certificate"
#: Width of a service's description on paper, in Chinese characters.
CONTENT_WIDTH = 40


class VolunteerCertificate(models.Model):
    """Issuing: what the ledger says now becomes a certificate."""

    _inherit = "volunteer.certificate"

    @api.model
    def action_issue(
        self,
        volunteer_id=None,
        date_from=None,
        date_to=None,
        company_id=None,
        id_number="full",
        language="zh",
    ):
        """Issue a certificate of what the ledger says now.

        The volunteer office issues for anybody, a volunteer for himself. The same
        certificate asked for again on the same day is given again, not issued twice.

        :param int volunteer_id: nothing: the current user
        :param date_from: first day as ``YYYY-MM-DD``; nothing: from the beginning
        :param date_to: last day; nothing: until now
        :param int company_id: the unit that certifies; nothing: one's home unit, for
            the office the current company
        :param str id_number: ``full`` or ``masked``: how the number stands on paper
        :param str language: ``zh``, or ``bilingual`` for English below the Chinese
        :return: id of the certificate
        :raise AccessError: neither oneself nor of the volunteer office
        :raise UserError: no such period, or no hours that can be certified
        """
        volunteer, company = self._get_parties_sudo(volunteer_id, company_id)
        period = self._check_period(date_from, date_to)
        choices = self._check_choices(id_number=id_number, language=language)
        certificates, without = self._issue_sudo(volunteer, company, period, choices)
        if without:
            raise UserError(
                self.env._(
                    "%(name)s has no recorded hours in this period that %(unit)s "
                    "organised. Hours can be certified once they are in the ledger.",
                    name=volunteer.name,
                    unit=company.name,
                )
            )
        return certificates.id

    @api.model
    def _get_parties_sudo(self, volunteer_id, company_id):
        """Return volunteer and unit after checking that the user may certify.

        :raise AccessError: neither oneself nor of the volunteer office
        """
        Volunteer = self.env["volunteer.volunteer"]
        own = self.env["res.users"]._get_current_volunteer_sudo()
        volunteer_id, company_id = self._to_id(volunteer_id), self._to_id(company_id)
        volunteer = Volunteer.browse(volunteer_id) if volunteer_id else own
        if not volunteer:
            raise UserError(self.env._("You are not registered as a volunteer."))
        if volunteer == own:
            default = own.company_id
        elif self.env.su or self.env.user.has_group(OFFICE):
            volunteer.check_access("read")
            default = self.env.company
        else:
            raise AccessError(
                self.env._("Only the volunteer office issues certificates for others.")
            )
        company = self.env["res.company"].sudo().browse(company_id or default.id)
        if volunteer != own and company not in self.env.companies:
            raise AccessError(
                self.env._("Only a unit's own volunteer office certifies its hours.")
            )
        if not company.exists():
            raise UserError(self.env._("There is no such unit."))
        volunteer = volunteer.sudo()
        return volunteer.merged_into_id or volunteer, company

    @api.model
    def _to_id(self, value):
        """Return an id that came from anywhere as a number, or nothing.

        :raise UserError: it is none
        """
        try:
            return int(value or 0)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is no record.", value)) from error

    @api.model
    def _check_period(self, date_from, date_to):
        """:raise UserError: not dates, or the last day comes before the first"""
        try:
            period = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Please give dates as YYYY-MM-DD.")) from error
        if all(period) and period[0] > period[1]:
            raise UserError(self.env._("The last day comes before the first."))
        return period

    @api.model
    def _check_choices(self, **choices):
        """Return how the paper is wanted, as values of a certificate.

        :raise UserError: there is no such choice
        """
        for name, value in choices.items():
            if value not in [key for key, _label in self._fields[name].selection]:
                raise UserError(
                    self.env._(
                        "“%(value)s” is no choice of “%(field)s”.",
                        value=value,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        return choices

    @api.model
    def _issue_sudo(self, volunteers, company, period, choices):
        """Issue a certificate to each of these people, in a fixed number of queries.

        :param volunteers: none that is merged into another
        :param tuple period: first and last day, either may be missing
        :param dict choices: further values that two certificates may differ in
        :return: ``(certificates, people without hours to certify)``, both in the
            order of ``volunteers``; certificates that said the same today are among
            them, issued once
        :rtype: tuple
        """
        hours = volunteers._get_certifiable_hours_sudo(company, *period)
        served = volunteers.filtered(hours.get)
        vals_list = [
            {
                "volunteer_id": volunteer.id,
                "company_id": company.id,
                "date_from": period[0],
                "date_to": period[1],
                **choices,
                **self._prepare_figures(hours[volunteer]),
                **self._prepare_issuer_vals(volunteer, company),
            }
            for volunteer in served
        ]
        same = self._find_same_sudo(vals_list)
        fresh = [vals for vals in vals_list if vals["volunteer_id"] not in same]
        if fresh:
            day = fresh[0]["issue_date"]
            numbers = self._next_numbers_sudo(company, day, len(fresh))
            for vals, number in zip(fresh, numbers, strict=True):
                vals.update(name=number, code=new_code())
        # Without the caller's context: its defaults and dates have no say here.
        clean = self.with_env(self.env(context={})).sudo()
        for certificate in clean.create(fresh):
            same[certificate.volunteer_id.id] = certificate.id
        return clean.browse(same[one.id] for one in served), volunteers - served

    @api.model
    def _prepare_figures(self, hours):
        """Return the lines and totals of a certificate over these services."""
        minutes = sum(hours.mapped("minutes"))
        return {
            "date_first": hours[0].date,
            "date_last": hours[-1].date,
            "minutes": minutes,
            "minutes_proven": sum(hours.filtered("proven").mapped("minutes")),
            "hours": minutes / 60,
            "service_count": len(hours),
            "line_ids": [
                fields.Command.create(self._prepare_line_vals(sequence, hour))
                for sequence, hour in enumerate(hours, 1)
            ],
        }

    @api.model
    def _prepare_line_vals(self, sequence, hour):
        return {
            "sequence": sequence,
            "hour_id": hour.id,
            "date": hour.date,
            "project_name": hour.project_id.name or hour.activity_id.name,
            "content": clip(
                hour.activity_id.name or hour.description or "", CONTENT_WIDTH
            ),
            "minutes": hour.minutes,
            "hours": hour.hours,
            "proven": hour.proven,
            "ledger_no": hour.ledger_no,
        }

    @api.model
    def _prepare_issuer_vals(self, volunteer, company):
        own = volunteer.user_id == self.env.user
        return {
            "volunteer_name": volunteer.name,
            "issuer_name": company.name,
            "signatory": company.volunteer_executive_id.name,
            "handler": not own and self.env.user.name,
            "phone": company.phone,
            "issuer_id": self.env.uid,
            "issue_date": company._get_volunteer_today(),
        }

    @api.model
    def _find_same_sudo(self, vals_list):
        """Return ``{volunteer id: id}`` of certificates of today that say the same."""
        if not vals_list:
            return {}
        own = ("volunteer_id", "volunteer_name", "line_ids", "handler")
        figures = ("date_first", "date_last", "minutes", "minutes_proven", "hours")
        differ = (*own, *figures, "service_count", "issuer_name", "signatory", "phone")
        wanted = {vals["volunteer_id"]: vals for vals in vals_list}
        domain = [
            (name, "=", value or False)
            for name, value in vals_list[0].items()
            if name not in differ
        ]
        candidates = self.sudo().search(
            [*domain, ("state", "=", "issued"), ("volunteer_id", "in", list(wanted))],
            order="id desc",
        )
        found = {}
        for certificate in candidates:
            vals = wanted[certificate.volunteer_id.id]
            names = ("volunteer_name", "minutes", "service_count")
            lines = {command[2]["hour_id"] for command in vals["line_ids"]}
            if all(certificate[name] == vals[name] for name in names) and (
                set(certificate.line_ids.hour_id.ids) == lines
            ):
                found[certificate.volunteer_id.id] = certificate.id
        return found

    @api.model
    def _next_numbers_sudo(self, company, day, count):
        """Take the next numbers of a unit's register, which has no gaps.

        Of two requests at a time the second waits for the first, is then repeated by
        Odoo, and finds what the first one issued. The lock comes before that of
        ``ir.sequence``, which does not wait and leaves an error in the log.
        """
        sequence = self._get_sequence_sudo(company)
        self.env.flush_all()
        # Written, not only locked: who waited has to begin anew, for it does not see
        # the row of a new year either.
        self._write_to_wait_sudo("ir_sequence", sequence.id)
        numbers = [sequence.next_by_id(sequence_date=day)]
        if count == 1:
            return numbers
        # The rest in one go: the first one has made the row of a new year.
        span = self.env["ir.sequence.date_range"].sudo()
        span = span.search(
            [
                ("sequence_id", "=", sequence.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
            limit=1,
        )
        first, step = span.number_next, sequence.number_increment
        span.number_next = first + step * (count - 1)
        dated = sequence.with_context(
            ir_sequence_date=day, ir_sequence_date_range=span.date_from
        )
        return numbers + [
            dated.get_next_char(first + step * place) for place in range(count - 1)
        ]

    @api.model
    def _write_to_wait_sudo(self, table, record_id):
        """Let a transaction that does the same at this moment wait, then begin anew."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id = %(id)s",
                table=SQL.identifier(table),
                id=record_id,
            ),
            log_exceptions=False,
        )

    @api.model
    def _get_sequence_sudo(self, company):
        """Return the unit's register of numbers, without gaps, anew each year."""
        Sequence = self.env(context={})["ir.sequence"].sudo()
        sequence = Sequence.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        if sequence:
            return sequence
        # The first of two does, the other begins anew and finds it.
        self._write_to_wait_sudo("res_company", company.id)
        return Sequence.create(
            {
                "name": self.env._("Certificates of %(unit)s", unit=company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "implementation": "no_gap",
                "use_date_range": True,
                "prefix": "%(range_year)s-",
                "padding": 5,
            }
        )

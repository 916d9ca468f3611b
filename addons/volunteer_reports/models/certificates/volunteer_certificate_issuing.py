from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
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
        :return: id of the certificate
        :raise AccessError: neither oneself nor of the volunteer office
        :raise UserError: no such period, or no hours that can be certified
        """
        volunteer, company = self._get_parties_sudo(volunteer_id, company_id)
        date_from, date_to = self._check_period(date_from, date_to)
        if id_number not in ("full", "masked"):
            raise UserError(self.env._("The ID number is printed in full or masked."))
        vals = {
            "volunteer_id": volunteer.id,
            "company_id": company.id,
            "date_from": date_from,
            "date_to": date_to,
            "id_number": id_number,
            **self._prepare_figures_sudo(volunteer, company, date_from, date_to),
            **self._prepare_issuer_vals(volunteer, company),
        }
        if same := self._find_same_sudo(vals):
            return same.id
        vals["name"] = self._next_number_sudo(company, vals["issue_date"])
        vals["code"] = new_code()
        # Without the caller's context: its defaults and dates have no say here.
        clean = self.env(context={})
        return self.with_env(clean).sudo().create(vals).id

    @api.model
    def _get_parties_sudo(self, volunteer_id, company_id):
        """Return volunteer and unit after checking that the user may certify.

        :raise AccessError: neither oneself nor of the volunteer office
        """
        Volunteer = self.env["volunteer.volunteer"]
        own = self.env["res.users"]._get_current_volunteer_sudo()
        volunteer = Volunteer.browse(int(volunteer_id)) if volunteer_id else own
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
        volunteer = volunteer.sudo()
        return volunteer.merged_into_id or volunteer, company.exists()

    @api.model
    def _check_period(self, date_from, date_to):
        """:raise UserError: not dates, or the last day comes before the first"""
        try:
            period = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except ValueError as error:
            raise UserError(self.env._("Please give dates as YYYY-MM-DD.")) from error
        if all(period) and period[0] > period[1]:
            raise UserError(self.env._("The last day comes before the first."))
        return period

    @api.model
    def _prepare_figures_sudo(self, volunteer, company, date_from, date_to):
        """Return lines and totals of what can be certified.

        :raise UserError: there is nothing to certify
        """
        domain = volunteer._get_certifiable_domain() & Domain(
            "company_id", "=", company.id
        )
        if date_from:
            domain &= Domain("date", ">=", date_from)
        if date_to:
            domain &= Domain("date", "<=", date_to)
        hours = self.env["volunteer.hour"].sudo().search(domain, order="date, id")
        if not hours:
            raise UserError(
                self.env._(
                    "%(name)s has no recorded hours in this period that %(unit)s "
                    "organised. Hours can be certified once they are in the ledger.",
                    name=volunteer.name,
                    unit=company.name,
                )
            )
        return {
            "date_first": hours[0].date,
            "date_last": hours[-1].date,
            "minutes": sum(hours.mapped("minutes")),
            "minutes_proven": sum(hours.filtered("proven").mapped("minutes")),
            "hours": sum(hours.mapped("minutes")) / 60,
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
            "issue_date": company._volunteer_local_date(
                fields.Datetime.now(), company.volunteer_tz
            ),
        }

    @api.model
    def _find_same_sudo(self, vals):
        """Return a valid certificate of today that says the same, if there is one."""
        names = (
            "volunteer_id",
            "company_id",
            "date_from",
            "date_to",
            "id_number",
            "volunteer_name",
            "minutes",
            "service_count",
            "issuer_id",
            "issue_date",
        )
        same = [(name, "=", vals[name] or False) for name in names]
        candidates = self.sudo().search([*same, ("state", "=", "issued")])
        lines = {command[2]["hour_id"] for command in vals["line_ids"]}
        return candidates.filtered(
            lambda certificate: set(certificate.line_ids.hour_id.ids) == lines
        )[:1]

    @api.model
    def _next_number_sudo(self, company, day):
        """Take the next number of a unit's register.

        Of two requests at a time the second waits for the first, is then repeated by
        Odoo, and finds what the first one issued. The lock comes before that of
        ``ir.sequence``, which does not wait and leaves an error in the log.
        """
        sequence = self._get_sequence_sudo(company)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM ir_sequence_date_range "
                "WHERE sequence_id = %s FOR UPDATE",
                sequence.id,
            ),
            log_exceptions=False,
        )
        return sequence.next_by_id(sequence_date=day)

    @api.model
    def _get_sequence_sudo(self, company):
        """Return the unit's register of numbers, without gaps, anew each year."""
        Sequence = self.env(context={})["ir.sequence"].sudo()
        sequence = Sequence.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        return sequence or Sequence.create(
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

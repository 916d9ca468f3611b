import base64
import binascii
from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from .volunteer_report_filing import OWED


class VolunteerReportFiling(models.Model):
    """E-mails to units: what they owe, and what went back to them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    def action_remind(self):
        """Write to the units what they owe: one e-mail a unit, however much it is.

        :return: a note that says to how many, and which units have no e-mail address
        :raise AccessError: not of the volunteer office
        :raise UserError: nothing of this is owed
        """
        self.check_access("write")
        owed = self.sudo().filtered(lambda filing: filing.state in OWED)
        if not owed:
            raise UserError(
                self.env._("Everything selected is handed in; nobody was reminded.")
            )
        reached = owed._mail_units_sudo("volunteer_reports.filing_reminder_mail")
        for company, filings in reached.grouped("company_id").items():
            today = company._get_volunteer_today()
            for count, group in filings.grouped("reminder_count").items():
                group.write({"reminded_on": today, "reminder_count": count + 1})
        silent = (owed - reached).unit_id
        message = self.env._(
            "%(count)s units were written to.", count=len(reached.unit_id)
        )
        if silent:
            message += " " + self.env._(
                "Without an e-mail address, call them: %(units)s.",
                units=silent.mapped("name"),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if silent else "success",
                "message": message,
                "sticky": bool(silent),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _mail_returned_sudo(self):
        """Write to the units what went back to them and why."""
        return self._mail_units_sudo("volunteer_reports.filing_returned_mail")

    def _mail_units_sudo(self, template):
        """Write one e-mail a unit about these, in Chinese where that is installed.

        :return: those whose unit has an address
        """
        lang = self.env["ir.actions.report"]._get_paper_lang()
        env = self.with_context(lang=lang).env
        by_unit = defaultdict(self.browse)
        for filing in self.with_env(env).sorted(lambda one: (one.due_on, one.id)):
            by_unit[filing.unit_id] |= filing
        addresses = (
            env["volunteer.reporting.unit"].union(*by_unit)._get_addresses_sudo()
        )
        mails, reached = [], self.browse()
        for unit, filings in by_unit.items():
            address = addresses[unit]
            if not address:
                continue
            reached |= filings
            mails.append(
                {
                    "subject": filings._get_mail_subject(template),
                    "body_html": env["ir.qweb"]._render(
                        template,
                        {
                            "unit": unit,
                            "bureau": unit.company_id,
                            "rows": [filing._prepare_mail_row() for filing in filings],
                        },
                    ),
                    "email_to": address,
                    "email_from": unit.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "reply_to": self.env.user.email_formatted
                    or unit.company_id.email_formatted,
                }
            )
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(mails)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return reached.with_env(self.env)

    def _get_mail_subject(self, template):
        bureau = self.company_id.name
        if template.endswith("returned_mail"):
            return self.env._(
                "%(bureau)s gives back: %(count)s", bureau=bureau, count=len(self)
            )
        return self.env._(
            "%(bureau)s asks for what is not handed in: %(count)s",
            bureau=bureau,
            count=len(self),
        )

    def _prepare_mail_row(self):
        self.ensure_one()
        return {
            "material": self.material_id.name,
            "period": self.period_name,
            "due": str(self.due_on),
            "late": self.days_late,
            "opinion": self.state == "returned" and self.opinion or "",
            "url": False,
        }

    @api.model
    def _decode_file(self, data):
        """Return the bytes of a Binary field.

        :raise UserError: what came is no file
        """
        try:
            return base64.b64decode(data or b"", validate=False)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(self.env._("This is no file.")) from error

    @api.model
    def _encode_file(self, data):
        """Return bytes as a Binary field takes them."""
        return base64.b64encode(data)


class VolunteerReportingUnit(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reporting.unit"  # pylint: disable=consider-merging-classes-inherited

    def _get_addresses_sudo(self):
        """Return ``{unit: e-mail address}``: its own, else of its office here."""
        officers = self.reporting_company_id._get_volunteer_officers_sudo()
        return {
            unit: unit.email
            or (
                unit.reporting_company_id
                and officers[unit.reporting_company_id].email_formatted
            )
            for unit in self.sudo()
        }

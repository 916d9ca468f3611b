import io

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

PAPER = "volunteer_reports.volunteer_monthly_report_report"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class VolunteerMonthlyReport(models.Model):
    """Both files of a report, and the e-mail that takes them to the bureau."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    version_id = fields.Many2one(
        "volunteer.monthly.version",
        string="Last Handed In",
        compute="_compute_version_id",
        compute_sudo=True,
    )
    email_to = fields.Char(
        string="Goes to", compute="_compute_email_to", compute_sudo=True
    )
    mail_failed = fields.Boolean(compute="_compute_version_id", compute_sudo=True)

    @api.depends("version_ids.number")
    def _compute_version_id(self):
        newest = self._get_newest_versions_sudo()
        by_report = {version.report_id.id: version for version in newest}
        for report in self:
            version = by_report.get(report._origin.id, newest.browse())
            report.version_id = version
            report.mail_failed = version.mail_state == "exception"

    @api.depends("company_id.volunteer_report_email")
    def _compute_email_to(self):
        for report in self:
            report.email_to = report.company_id.volunteer_report_email

    def _after_submit_sudo(self, versions):
        result = super()._after_submit_sudo(versions)
        versions._make_files_sudo()
        versions._send_sudo()
        return result

    def action_send_again(self):
        """Send the files of reports that were handed in once more (重发).

        :raise AccessError: not of the volunteer office of the unit
        :raise UserError: not handed in, or the unit has no address for it
        """
        self._check_office()
        if any(report.state not in ("submitted", "accepted") for report in self):
            raise UserError(
                self.env._("Only a report that was handed in can be sent again.")
            )
        for company in self.company_id.sudo():
            if not company.volunteer_report_email:
                raise UserError(
                    self.env._(
                        "%(unit)s has no address for monthly reports. Enter it in the "
                        "settings, or download the files and hand them in.",
                        unit=company.name,
                    )
                )
        self.sudo().version_id._send_sudo()
        return True


class VolunteerMonthlyVersion(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.version"  # pylint: disable=consider-merging-classes-inherited

    def _make_files_sudo(self):
        """Keep spreadsheet and paper as they are handed in.

        Where nothing on this server makes PDFs, the spreadsheet goes alone.
        """
        printer = self.env["ir.actions.report"]
        prints = printer.get_wkhtmltopdf_state() not in ("install", "broken")
        for version in self:
            stream = io.BytesIO()
            version.report_id._write_file(stream)
            vals = {"xlsx": self._encode(stream.getvalue())}
            if prints:
                content, _kind = printer._render_qweb_pdf(PAPER, version.report_id.ids)
                vals["pdf"] = self._encode(content)
            version.write(vals)

    def _send_sudo(self):
        """Send the files to the units' addresses, one e-mail a report."""
        lang = self.env["ir.actions.report"]._get_paper_lang()
        # Not whenever the queue is next looked at: the day it is due may end before.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        for version in self.with_context(lang=lang, bin_size=False):
            company = version.company_id
            if not company.volunteer_report_email:
                continue
            values = {
                "unit": company.name,
                "month": version.report_id._get_month_code(),
            }
            mail = (
                version.env["mail.mail"]
                .with_user(SUPERUSER_ID)
                .create(
                    {
                        "subject": version.env._(
                            "Monthly report on voluntary service: %(unit)s, %(month)s",
                            **values,
                        ),
                        "body_html": version.env["ir.qweb"]._render(
                            "volunteer_reports.monthly_mail",
                            {**values, "report": version.report_id},
                        ),
                        "email_to": company.volunteer_report_email,
                        "email_from": company.email_formatted
                        or version.env.user.email_formatted,
                        "auto_delete": False,
                        "attachment_ids": [
                            fields.Command.create(vals)
                            for vals in version._prepare_attachments()
                        ],
                    }
                )
            )
            version.write(
                {
                    "mail_id": mail.id,
                    "mail_message": mail.message_id,
                    "mailed_on": fields.Datetime.now(),
                    "email_to": company.volunteer_report_email,
                }
            )

    def _prepare_attachments(self):
        self.ensure_one()
        files = (
            (self.xlsx_name, self.xlsx, XLSX),
            (self.pdf_name, self.pdf, "application/pdf"),
        )
        return [
            {"name": name, "datas": data, "mimetype": kind}
            for name, data, kind in files
            if data
        ]


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    @api.constrains("volunteer_report_email")
    def _check_volunteer_report_email(self):
        for company in self:
            parts = (company.volunteer_report_email or "").split(",")
            wrong = [
                part.strip()
                for part in parts
                if part.strip() and not email_normalize(part)
            ]
            if wrong:
                raise ValidationError(
                    self.env._("“%(address)s” is no e-mail address.", address=wrong[0])
                )

from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .volunteer_monthly_report import AT_WORK

#: Days before a report is due on which its office is written to.
DAYS_BEFORE = 2


class VolunteerMonthlyReport(models.Model):
    """Offices are written to shortly before a report is due, and once afterwards."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _remind_sudo(self, companies):
        """Write to the offices of these units: one message a person.

        :param companies: with the setting on, as superuser
        """
        due = self.browse()
        reports = self.sudo().search(
            Domain("company_id", "in", companies.ids) & Domain("state", "in", AT_WORK),
            order="due_on, company_id, id",
        )
        today = {unit: unit._get_volunteer_today() for unit in companies}
        for report in reports:
            now = today[report.company_id]
            if report.due_on < now:
                told = report.reminded_on and report.reminded_on > report.due_on
            else:
                early = report.due_on - timedelta(days=DAYS_BEFORE) > now
                told = early or report.reminded_on
            if not told:
                due |= report
        officers = due.company_id._get_volunteer_officers_sudo()
        by_user = defaultdict(self.sudo().browse)
        for report in due:
            by_user[officers[report.company_id]] |= report
        for user, group in by_user.items():
            if user.active:
                group._tell_to_hand_in_sudo(user, today)
        for unit, group in due.grouped("company_id").items():
            group.write({"reminded_on": today[unit]})

    def _tell_to_hand_in_sudo(self, user, today):
        """Send a user one message about all of these.

        :param today: ``{company: date}``
        """
        env = self.with_context(
            lang=user.lang or "en_US", mail_notify_force_send=False
        ).env
        reports = self.with_env(env)
        body = env["ir.qweb"]._render(
            "volunteer_reports.monthly_reminder",
            {
                "rows": [
                    {
                        "name": report.display_name,
                        "date": format_date(env, report.due_on),
                        "late": report.due_on < today[report.company_id],
                        "url": f"{report.get_base_url()}/mail/view"
                        f"?model={report._name}&res_id={report.id}",
                    }
                    for report in reports
                ]
            },
        )
        env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Monthly reports to hand in: %(count)s", count=len(reports)),
            body=body,
        )

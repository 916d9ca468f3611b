from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

OFFICE = "volunteer_base.group_officer"


class VolunteerMonthlyReport(models.Model):
    """Handing monthly reports in (报送)."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    def action_submit(self):
        """Hand reports in: figures and texts stay as they are now, files are made.

        Where the unit has an address for it, both files go there by e-mail; otherwise
        they are downloaded and handed in by hand. Source: domain rules, section 8.

        :raise AccessError: not of the volunteer office of the unit
        :raise UserError: handed in already, or the month is not over
        """
        self._check_office()
        self._check_at_work()
        self._check_month_over()
        self.sudo()._submit_sudo(self.env.user)
        return True

    def _check_office(self):
        """:raise AccessError: not of the volunteer office of the reports' units"""
        self.check_access("read")
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(
                self.env._("Monthly reports are the volunteer office's business.")
            )

    def _check_month_over(self):
        """:raise UserError: names the months that go on"""
        for report in self:
            following = fields.Date.add(report.month, months=1)
            if report.company_id._get_volunteer_today() < following:
                raise UserError(
                    self.env._(
                        "%(report)s is handed in from %(date)s on, when the month is "
                        "over.",
                        report=report.display_name,
                        date=format_date(self.env, following),
                    )
                )

    def _submit_sudo(self, user):
        """Freeze, number a version, make its files and send them."""
        now = fields.Datetime.now()
        figures = self._get_current_figures()
        ends = self._get_ledger_ends_sudo(self.company_id)
        Version = self.env["volunteer.monthly.version"]
        numbers = {
            report.id: number
            for report, number in Version._read_group(
                [("report_id", "in", self.ids)], ["report_id"], ["number:max"]
            )
        }
        versions = Version
        for report in self:
            today = report.company_id._get_volunteer_today()
            frozen = {
                **figures[report],
                "activities": report._get_activity_rows_sudo(),
            }
            first = not report.handed_in_on
            report.write(
                {
                    "state": "submitted",
                    "figures": frozen,
                    "told_no": ends[report.company_id.id],
                    "filled_on": today,
                    "filled_by": report.filled_by or user.name,
                    "submitted_on": now,
                    "submitted_by_id": user.id,
                    "decided_on": False,
                    "decided_by_id": False,
                    "return_reason": False,
                    "receipt": False,
                    "receipt_on": False,
                    **(
                        {
                            "handed_in_on": today,
                            "handed_in_late": today > report.due_on,
                        }
                        if first
                        else {}
                    ),
                }
            )
            versions |= Version.create(
                {
                    "report_id": report.id,
                    "company_id": report.company_id.id,
                    "number": numbers.get(report.id, 0) + 1,
                    "submitted_on": now,
                    "submitted_by_id": user.id,
                    "figures": frozen,
                    "texts": report._get_texts(),
                }
            )
        self._after_submit_sudo(versions)

    def _after_submit_sudo(self, versions):
        """Do what follows from handing in; other matters add theirs.

        :param versions: the ``volunteer.monthly.version`` just made
        """
        self._end_office_todos_sudo("monthly_due", "monthly_returned")

    def _get_texts(self):
        """Return what the unit wrote: ``{code: text}``, codes as in the file."""
        self.ensure_one()
        return {
            "experience": self.experience or "",
            "problems": self.problems or "",
            "next_plan": self.next_plan or "",
            "signatory": self.signatory or "",
            "filled_by": self.filled_by or "",
            "phone": self.phone or "",
            "filled_on": fields.Date.to_string(self.filled_on) or "",
        }

    def _get_filename(self):
        """Return the name of the report's files, without an ending."""
        self.ensure_one()
        title = self.env._("Monthly Report on Voluntary Service")
        name = f"{self._get_month_code()} {self.company_id.name} {title}"
        return "".join(" " if sign in '/\\:*?"<>|' else sign for sign in name)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

OFFICE = "volunteer_base.group_officer"
MOST_RECEIPT = 200


class VolunteerMonthlyReport(models.Model):
    """Handing in (报送), sending back (退回) and accepting (接收) monthly reports."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    may_answer = fields.Boolean(compute="_compute_may_answer")

    # ------------------------------------------------------------------
    # The unit
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Whoever it is handed in to
    # ------------------------------------------------------------------

    def _get_receivers_sudo(self):
        """Return which companies answer these reports: ``{report: companies}``.

        The company above; others who have a desk for it are added there. Where there
        is none in this database, the unit itself notes what the bureau answered.
        """
        return {report: report.company_id.parent_id for report in self.sudo()}

    def _compute_may_answer(self):
        for report in self:
            report.may_answer = bool(report._filter_answerable())

    def _filter_answerable(self):
        """Return the reports that the user answers: accepts, or sends back."""
        if self.env.su:
            return self
        if not self.env.user.has_group(OFFICE):
            return self.browse()
        own = self.env.user.sudo().company_ids
        receivers = self._get_receivers_sudo()
        return self.filtered(
            lambda report: (receivers[report.sudo()] or report.sudo().company_id) & own
        )

    def _check_answerable(self):
        """:raise AccessError: somebody else answers
        :raise UserError: not handed in
        """
        self.check_access("read")
        if self - self._filter_answerable():
            raise AccessError(
                self.env._("Only the office that receives a report answers it.")
            )
        if any(report.state != "submitted" for report in self.sudo()):
            raise UserError(
                self.env._("Only a report that is handed in can be answered.")
            )

    def action_accept(self, receipt=None, receipt_on=None):
        """Accept reports that were handed in (接收).

        :param str receipt: number or note of the bureau, kept with the report
        :param receipt_on: its date; empty: the unit's today
        :raise AccessError: somebody else receives these reports
        :raise UserError: not handed in
        """
        self._check_answerable()
        receipt = receipt.strip()[:MOST_RECEIPT] if isinstance(receipt, str) else ""
        self.sudo()._answer_sudo(
            "accepted",
            self.env.user,
            receipt=receipt,
            receipt_on=fields.Date.to_date(receipt_on) if receipt_on else None,
        )
        return True

    def action_return(self, reason):
        """Send reports back with a reason (退回); what was handed in is kept.

        :param str reason: what has to be put right
        :raise AccessError: somebody else receives these reports
        :raise UserError: not handed in, or no reason given
        """
        self._check_answerable()
        reason = self._clean_reason(reason)
        self.sudo()._answer_sudo("returned", self.env.user, reason=reason)
        return True

    def _answer_sudo(self, state, user, *, reason="", receipt="", receipt_on=None):
        """Note the answer on reports and on their newest versions."""
        now = fields.Datetime.now()
        newest = self._get_newest_versions_sudo()
        for company, reports in self.grouped("company_id").items():
            answer = {"decided_on": now, "decided_by_id": user.id, "receipt": receipt}
            newest.filtered(lambda one, unit=company: one.company_id == unit).write(
                {**answer, "outcome": state, "reason": reason}
            )
            reports.write(
                {
                    **answer,
                    "state": state,
                    "return_reason": reason,
                    "receipt_on": (
                        (receipt_on or company._get_volunteer_today())
                        if state == "accepted"
                        else False
                    ),
                }
            )
        self._after_answer_sudo(state)

    def _after_answer_sudo(self, state):
        """Do what follows from an answer; other matters add theirs.

        :param str state: ``accepted`` or ``returned``
        """
        if state == "returned":
            self._todo_for_office_sudo(
                "monthly_returned",
                lambda env: env._("Put the monthly report right and hand it in again"),
                users={report: report.submitted_by_id for report in self},
            )

    def _get_newest_versions_sudo(self):
        """Return the version that was handed in last, of each of these reports."""
        newest = {}
        for version in self.env["volunteer.monthly.version"].search(
            [("report_id", "in", self.ids)], order="number"
        ):
            newest[version.report_id] = version
        return self.env["volunteer.monthly.version"].union(*newest.values())

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .volunteer_monthly_states import OFFICE

MOST_RECEIPT = 200


class VolunteerMonthlyReport(models.Model):
    """Sending back (退回) and accepting (接收) monthly reports."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    may_answer = fields.Boolean(compute="_compute_may_answer")

    def _get_receivers_sudo(self):
        """Return which companies answer these reports: ``{report: companies}``.

        The company above; others who have a desk for it are added there. Where there
        is none in this database, the unit itself notes what the bureau answered.
        """
        return {report: report.company_id.parent_id for report in self.sudo()}

    @api.depends("company_id")
    @api.depends_context("uid")
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

    def _check_answerable(self, states=("submitted",)):
        """:param states: those in which the answer can be given
        :raise AccessError: somebody else answers
        :raise UserError: not handed in
        """
        self.check_access("read")
        if self - self._filter_answerable():
            raise AccessError(
                self.env._("Only the office that receives a report answers it.")
            )
        if any(report.state not in states for report in self.sudo()):
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
            receipt_on=self._read_receipt_day(receipt_on),
        )
        return True

    def _read_receipt_day(self, day):
        """Return the date of a receipt, or None.

        :raise UserError: it is no date
        """
        try:
            return fields.Date.to_date(day) or None
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("Please give a date, like 2026-05-31.")
            ) from error

    def action_return(self, reason):
        """Send reports back with a reason (退回); what was handed in is kept.

        One that was accepted already can be opened again like this.

        :param str reason: what has to be put right
        :raise AccessError: somebody else receives these reports
        :raise UserError: not handed in, or no reason given
        """
        self._check_answerable(("submitted", "accepted"))
        reason = self._clean_reason(reason)
        self.sudo()._answer_sudo("returned", self.env.user, reason=reason)
        return True

    def _answer_sudo(self, state, user, *, reason="", receipt="", receipt_on=None):
        """Note the answer on reports and on their newest versions."""
        now = fields.Datetime.now()
        answer = {"decided_on": now, "decided_by_id": user.id}
        # Opened again, a receipt stays with the version that it was for.
        kept = {"receipt": receipt} if receipt else {}
        self._get_newest_versions_sudo().write(
            {**answer, **kept, "outcome": state, "reason": reason}
        )
        for company, reports in self.grouped("company_id").items():
            reports.write(
                {
                    **answer,
                    "receipt": receipt,
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
                users={
                    report: report.submitted_by_id
                    for report in self
                    if report.submitted_by_id.active
                },
            )

    def _get_newest_versions_sudo(self):
        """Return the version that was handed in last, of each of these reports."""
        newest = {}
        for version in self.env["volunteer.monthly.version"].search(
            [("report_id", "in", self.ids)], order="number"
        ):
            newest[version.report_id] = version
        return self.env["volunteer.monthly.version"].union(*newest.values())

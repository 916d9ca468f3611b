from odoo import fields, models
from odoo.exceptions import UserError

from .volunteer_report_filing import HANDED_IN, OWED


class VolunteerReportFiling(models.Model):
    """What the desk does with a filing: note it, accept it, give it back."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    def action_hand_in(self):
        """Note these as handed in, on the day they came in.

        :raise AccessError: not of the volunteer office
        :raise UserError: handed in already, in the future, or a monthly report without
            its figures
        """
        self.check_access("write")
        self._check_state(*OWED)
        for filing in self:
            today = filing.company_id._get_volunteer_today()
            if filing.received_on and filing.received_on > today:
                raise UserError(
                    self.env._(
                        "%(filing)s cannot have come in after today.",
                        filing=filing.display_name,
                    )
                )
        self._check_has_figures()
        self.sudo()._hand_in_sudo()
        return True

    def _check_has_figures(self):
        """Read the figures of monthly reports from their files."""

    def _hand_in_sudo(self, vals=None):
        """Set these to handed in; the caller has checked rights, state and file.

        :param vals: what comes with all of them
        """
        vals = vals or {}
        buckets = {}
        for filing in self:
            # What went back in time does not become late; another day is said so.
            day = (
                vals.get("filed_on")
                or filing.received_on
                or filing.filed_on
                or filing.company_id._get_volunteer_today()
            )
            key = day, day > filing.due_on
            buckets[key] = buckets.get(key, self.browse()) | filing
        for (day, late), filings in buckets.items():
            filings.write(
                {
                    **vals,
                    "state": "filed",
                    "filed_on": day,
                    "was_late": late,
                    "decided_on": False,
                    "decided_by_id": False,
                }
            )

    def action_accept(self):
        """Accept what was handed in.

        :raise AccessError: not of the volunteer office
        :raise UserError: not handed in, or accepted already
        """
        self.check_access("write")
        self._check_state("filed")
        self.sudo()._decide_by_desk_sudo("accepted")
        return True

    def action_return(self, reason):
        """Give back what was handed in, and write to the units why.

        What was accepted can be given back too; the file goes into the history.

        :param str reason: what is to be put right; the unit reads it
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or not handed in
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        self._check_state(*HANDED_IN)
        filings = self.sudo()
        filings._keep_former_sudo(reason)
        filings._decide_by_desk_sudo(
            "returned", opinion=reason, score=0, is_scored=False, received_on=False
        )
        filings._mail_returned_sudo()
        return True

    def _decide_by_desk_sudo(self, state, **vals):
        """Answer these from the desk; what is answered elsewhere too extends this."""
        self._decide_sudo(state, **vals)

    def _decide_sudo(self, state, **vals):
        for company, filings in self.grouped("company_id").items():
            filings.write(
                {
                    **vals,
                    "state": state,
                    "decided_on": company._get_volunteer_today(),
                    "decided_by_id": self.env.uid,
                }
            )

    def _keep_former_sudo(self, reason):
        """Keep the file as it was handed in with the note that it went back."""
        for filing in self.with_context(bin_size=False):
            files = [(filing.filename or filing.display_name, filing.file)]
            filing.message_post(
                body=self.env._("Given back: %(reason)s", reason=reason),
                attachments=[
                    (name, filing._decode_file(data)) for name, data in files if data
                ],
            )

    def _to_date(self, value):
        """Return a date that came from outside.

        :raise UserError: it is none
        """
        try:
            day = fields.Date.to_date(value)
        except (TypeError, ValueError):
            day = None
        if not day or not 2000 <= day.year < 2200:
            raise UserError(self.env._("Please give a date, like 2026-05-31."))
        return day

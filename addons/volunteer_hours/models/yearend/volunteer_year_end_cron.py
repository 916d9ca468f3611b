from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.urls import urljoin

from ...tools.periods import period_before
from .res_company_year_end import REMIND_DAYS

#: Messages written between two commits.
BATCH = 500
#: So many days after its end a year gets its page by itself.
PAGE_DAYS = 60


class VolunteerYearEnd(models.Model):
    """A year ends by itself: it gets its page, and who has to act is told in time."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.year.end"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_year_end(self):
        """Make the pages of years that are over; tell who has something left to do."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(companies))
        for company in companies:
            year = self._get_last_year_sudo(company)
            self._make_page_sudo(company, year)
            while self._remind_volunteers_sudo(company, year):
                if not progress._commit_progress(0):
                    return
            self._remind_approvers_sudo(company, year)
            if not progress._commit_progress(1):
                return

    @api.model
    def _get_last_year_sudo(self, company):
        """Return the assessment year of a unit that ended last."""
        return period_before(
            company._get_volunteer_period("year"), int(company.volunteer_year_start)
        )

    @api.model
    def _make_page_sudo(self, company, year):
        """Make the page of a year that has just ended, where somebody served."""
        since = company._get_volunteer_today() - timedelta(days=PAGE_DAYS)
        if year.date_to < since or self.sudo().search_count(
            [("company_id", "=", company.id), ("year", "=", year.year)], limit=1
        ):
            return
        served = self._domain_lines(company, year)
        if self.env["volunteer.hour"].sudo().search_count(served, limit=1):
            self.sudo().create({"company_id": company.id, "year": year.year})

    @api.model
    def _domain_lines(self, company, year):
        return (
            Domain("company_id", "=", company.id)
            & Domain("date", ">=", year.date_from)
            & Domain("date", "<=", year.date_to)
        )

    @api.model
    def _get_reminded_cutoff_sudo(self, company, year):
        """Return the last day of claims where it is time to remind of it, or None."""
        cutoff = company._get_volunteer_cutoff(year.date_to)
        today = company._get_volunteer_today()
        if not cutoff or today > cutoff:
            return None
        working_days = company._get_volunteer_working_days_sudo()
        return cutoff if working_days.between(today, cutoff) <= REMIND_DAYS else None

    # ------------------------------------------------------------------
    # Volunteers
    # ------------------------------------------------------------------

    @api.model
    def _remind_volunteers_sudo(self, company, year):
        """Tell some of those who have hours to submit, once a person.

        :return: how many were told; 0 when everybody has been
        """
        cutoff = self._get_reminded_cutoff_sudo(company, year)
        if not cutoff:
            return 0
        key = f"cutoff-{company.id}-{year.year}"
        told = (
            self.env["volunteer.message"]
            .sudo()
            ._search([("key", "=", key)])
            .subselect(SQL("volunteer_id"))
        )
        waiting = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                self._domain_lines(company, year)
                & Domain("state", "in", ("draft", "refused"))
                & Domain("reverses_id", "=", False)
                & Domain("volunteer_id", "not in", told)
                & Domain("volunteer_id.merged_into_id", "=", False),
                ["volunteer_id"],
                ["__count"],
                limit=BATCH,
            )
        )
        counts = {volunteer.id: count for volunteer, count in waiting}
        people = self.env["volunteer.volunteer"].sudo().browse(counts)

        def write(volunteer):
            env = volunteer.env
            until = format_date(env, cutoff)
            return (
                env._(
                    "Hours of %(year)s: submit them until %(until)s",
                    year=year.year,
                    until=until,
                ),
                env._(
                    "%(count)s entries of yours are not submitted. After %(until)s the "
                    "year %(year)s takes no more claims.",
                    count=counts[volunteer.id],
                    until=until,
                    year=year.year,
                ),
            )

        return len(
            people._notify_sudo("hours", write, key=key, url="/my/volunteer/hours")
        )

    # ------------------------------------------------------------------
    # Approvers
    # ------------------------------------------------------------------

    @api.model
    def _remind_approvers_sudo(self, company, year):
        """Tell whose turn it is how much of the year waits, one message a person."""
        cutoff = self._get_reminded_cutoff_sudo(company, year)
        if not cutoff or company.volunteer_cutoff_told == cutoff:
            return
        waiting = {
            user.id: (user, count)
            for user, count in self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                self._domain_lines(company, year)
                & Domain("state", "=", "submitted")
                & Domain("approver_id.active", "=", True),
                ["approver_id"],
                ["__count"],
            )
        }
        volunteers = (
            self.env["volunteer.volunteer"]
            .sudo()
            .search([("user_id", "in", list(waiting))])
            ._filter_serving()
        )
        volunteers._notify_sudo(
            "hours",
            lambda volunteer: self._write_to_approver_sudo(
                volunteer.env, year, waiting[volunteer.user_id.id][1]
            ),
            key=f"cutoff-turn-{company.id}-{year.year}",
            url="/odoo/volunteer-approvals",
        )
        self._mail_approvers_sudo(
            company,
            year,
            {
                user: count
                for user, count in waiting.values()
                if user not in volunteers.user_id and user.email
            },
        )
        company.volunteer_cutoff_told = cutoff

    @api.model
    def _write_to_approver_sudo(self, env, year, count):
        """Return title and text of what an approver is told, in one's own language."""
        return (
            env._("Hours of %(year)s wait for you", year=year.year),
            env._(
                "%(count)s entries of %(year)s wait for your decision. The year is "
                "about to be closed.",
                count=count,
                year=year.year,
            ),
        )

    @api.model
    def _mail_approvers_sudo(self, company, year, waiting):
        """Write an e-mail to approvers who are no volunteers themselves."""
        url = urljoin(self.get_base_url(), "/odoo/volunteer-approvals")
        vals_list = []
        for user, count in waiting.items():
            env = self.with_context(lang=user.lang).env
            subject, text = self._write_to_approver_sudo(env, year, count)
            vals_list.append(
                {
                    "subject": subject,
                    "body_html": env["ir.qweb"]._render(
                        "volunteer_hours.year_end_mail", {"text": text, "url": url}
                    ),
                    "email_to": user.email_formatted,
                    "email_from": company.email_formatted or user.email_formatted,
                    "auto_delete": True,
                }
            )
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(vals_list)


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _get_claims_banner_sudo(self):
        """Return until when the hours of a year are claimed, while it comes to its end.

        From the last three weeks of a year until its cut-off; else an empty text.
        """
        self.ensure_one()
        company = self.sudo()
        today = company._get_volunteer_today()
        current = company._get_volunteer_period("year")
        last = period_before(current, int(company.volunteer_year_start))
        for year in (last, current):
            cutoff = company._get_volunteer_cutoff(year.date_to)
            shown_from = fields.Date.subtract(year.date_to, days=20)
            if cutoff and shown_from <= today <= cutoff:
                return self.env._(
                    "Hours of %(year)s are claimed and submitted until %(date)s.",
                    year=year.year,
                    date=format_date(self.env, cutoff),
                )
        return ""

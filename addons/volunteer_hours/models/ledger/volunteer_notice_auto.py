from datetime import datetime, time, timedelta

from psycopg2 import Error

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class ResCompany(models.Model):
    """How notices come and go by themselves."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_notice_auto = fields.Boolean(
        string="Notices by Themselves",
        default=True,
        help="Every working evening a notice opens for what is approved, and notices "
        "whose days have passed are recorded.",
    )
    volunteer_notice_hour = fields.Float(
        string="Time of Notices",
        default=18.0,
        help="Local time from which notices open and are recorded.",
    )
    volunteer_notice_contact = fields.Char(
        string="Whom to Ask about Notices",
        help="Name, room or telephone number, on the page and the poster.",
    )

    _volunteer_notice_hour_range = models.Constraint(
        "CHECK (volunteer_notice_hour >= 0 AND volunteer_notice_hour < 24)",
        "Notices open at a time of day.",
    )

    def _is_volunteer_notice_time(self, day):
        """Return whether the time of notices of a day has come in this unit."""
        self.ensure_one()
        local = self._get_volunteer_time(fields.Datetime.now()).replace(tzinfo=None)
        begin = datetime.combine(day, time()) + timedelta(
            hours=self.volunteer_notice_hour
        )
        return local >= begin


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_notice_auto = fields.Boolean(
        related="company_id.volunteer_notice_auto", readonly=False
    )
    volunteer_notice_hour = fields.Float(
        related="company_id.volunteer_notice_hour", readonly=False
    )
    volunteer_notice_contact = fields.Char(
        related="company_id.volunteer_notice_contact", readonly=False
    )


class VolunteerNotice(models.Model):
    """Notices that open and close by themselves (民政部令第67号, Art. 11)."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    is_automatic = fields.Boolean(
        string="Opened by Itself", readonly=True, copy=False, default=False
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "is_automatic")

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    @api.model
    def _cron_open(self):
        """Open a notice in each unit where hours wait, once every working evening."""
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        waiting = self._get_waiting_companies_sudo()
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(waiting))
        for company in waiting:
            today = company._get_volunteer_today()
            if (
                working_days.is_working(today)
                and company._is_volunteer_notice_time(today)
                and not self._has_opened_sudo(company, today)
            ):
                self._open_sudo(company)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _get_waiting_companies_sudo(self):
        """Return the units whose approved hours are not held and wait for a notice."""
        groups = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                [("state", "=", "approved"), ("is_held", "=", False)], ["company_id"]
            )
        )
        companies = self.env["res.company"].sudo().union(*(unit for (unit,) in groups))
        return companies.filtered(
            lambda company: company.active and company.volunteer_notice_auto
        )

    @api.model
    def _has_opened_sudo(self, company, day):
        return bool(
            self.sudo().search_count(
                [
                    ("company_id", "=", company.id),
                    ("is_automatic", "=", True),
                    ("published_on", "=", day),
                ],
                limit=1,
            )
        )

    @api.model
    def _open_sudo(self, company):
        """Publish what is approved in one unit; notices of no days close at once."""
        officer = company._get_volunteer_officers_sudo()[company]
        lang = officer.lang or self.env["res.lang"]._get_office_lang()
        notices = self.sudo().with_company(company).with_context(lang=lang)
        # One that was left without lines is used again, unless somebody has made it
        # their own by a period.
        notice = notices.search(
            [
                ("company_id", "=", company.id),
                ("is_automatic", "=", True),
                ("state", "=", "draft"),
                ("date_from", "=", False),
                ("date_to", "=", False),
            ],
            limit=1,
        )
        notice = notice or notices.create(
            {"company_id": company.id, "is_automatic": True}
        )
        notice._assign_numbers_sudo()
        notice.name = notice.env._(
            "Service hours, public notice No. %(number)s of %(year)s",
            number=notice.number,
            year=notice.year,
        )
        notice.action_publish()
        if notice.closes_on == notice.published_on:
            self.env.ref("volunteer_hours.volunteer_notice_cron_close")._trigger()

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------

    @api.model
    def _cron_close(self):
        """Begin to close what was shown long enough, and record all that is closing.

        Each notice is recorded in one transaction. What fails is told to the office
        and does not stop the others.
        """
        self._begin_closing_sudo()
        notices = self.search([("state", "=", "closing")], order="id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(notices))
        for done, notice in enumerate(notices, 1):
            if not notice._try_to_record_sudo():
                # Somebody else writes the same: the next turn sees what they wrote.
                self.env.ref("volunteer_hours.volunteer_notice_cron_close")._trigger()
                break
            if not progress._commit_progress(1, remaining=len(notices) - done):
                break

    @api.model
    def _begin_closing_sudo(self):
        """Set to closing what has passed its days in units where this goes by itself.

        At the time of notices: so three days of notice are three whole ones.
        """
        shown = self.sudo().search(
            [
                ("state", "=", "published"),
                ("company_id.volunteer_notice_auto", "=", True),
                ("closes_on", "<=", fields.Date.add(fields.Date.today(), days=1)),
            ]
        )
        due = shown.filtered(
            lambda notice: notice.company_id._is_volunteer_notice_time(notice.closes_on)
        )
        due.write({"state": "closing"})

    def _try_to_record_sudo(self):
        """Record one closing notice; tell the office where it fails.

        :return: False where it is to be tried again in a new transaction
        :rtype: bool
        """
        try:
            with self.env.cr.savepoint():
                self._record_sudo()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return False
        except (Error, UserError, ValueError) as error:
            self.env.invalidate_all()
            self._tell_failure_sudo(error)
        return True

    def _tell_failure_sudo(self, error):
        """Give the office a to-do about a notice that cannot be recorded, once."""
        self._todo_for_office_sudo(
            "notice_closing",
            lambda env: env._("These hours could not be recorded"),
            note=lambda env: env._(
                "It is tried again every hour. What stood against it: %(error)s",
                error=str(error).strip(),
            ),
        )

    def _record_sudo(self):
        result = super()._record_sudo()
        self._end_office_todos_sudo("notice_closing")
        return result

from datetime import date, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools.urls import urljoin

#: E-mails written between two commits.
BATCH = 50
#: Lines an e-mail shows; all others are behind its buttons.
SHOWN = 10
#: Lines whose time for recording ends within so many working days are named.
DUE_SOON = 2


class VolunteerApprovalLink(models.Model):
    """The daily e-mail to whose turn it is: one for all lines, never one a line."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.approval.link"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_digest(self):
        """Write to approvers, in each unit once a working day, from its hour on."""
        companies = self._get_digest_companies_sudo()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(companies))
        for company in companies:
            while users := self._send_digests_sudo(company):
                if not progress._commit_progress(users):
                    return
            company.volunteer_digest_date = company._get_volunteer_today()
            if not progress._commit_progress(1):
                return

    @api.model
    def _get_digest_companies_sudo(self):
        """Return the units whose approvers are to be written to now."""
        companies = self.env["res.company"].sudo()
        working_days = companies._get_volunteer_working_days_sudo()
        now = fields.Datetime.now()
        due = companies.browse()
        for company in companies.search([("volunteer_digest", "=", True)]):
            local = company._get_volunteer_time(now)
            if (
                company.volunteer_digest_date != local.date()
                and local.hour >= company.volunteer_digest_hour
                and working_days.is_working(local.date())
            ):
                due |= company
        return due

    @api.model
    def _send_digests_sudo(self, company):
        """Write to some approvers whose home is this unit.

        :return: number of e-mails; 0 when everybody has got theirs
        """
        deciders, groups = self.env["volunteer.hour"]._get_deciders_sudo()
        users = (deciders | groups.all_user_ids).filtered(
            lambda user: (
                user.company_id == company
                and user.active
                and not user.share
                and user.volunteer_digest
                and user.email
                and user.id != SUPERUSER_ID
            )
        )
        last = self._get_last_digests_sudo(users)
        today = company._get_volunteer_today()

        def day_of(moment):
            return company._get_volunteer_date(moment)

        users = users.filtered(
            lambda user: user.id not in last or day_of(last[user.id]) != today
        )
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        waiting = self.env["volunteer.hour"]._read_waiting_sudo(
            users, groups, last, working_days.add(today, DUE_SOON)
        )
        again = timedelta(days=company.volunteer_digest_days)
        chosen = [
            user
            for user, found in waiting.items()
            if found.new or (again and day_of(last[user.id]) + again <= today)
        ][:BATCH]
        self._write_digests_sudo(
            company, [(user, waiting[user]) for user in chosen], today
        )
        return len(chosen)

    @api.model
    def _get_last_digests_sudo(self, users):
        return {
            user.id: moment
            for user, moment in self.sudo()._read_group(
                [("user_id", "in", users.ids)], ["user_id"], ["create_date:max"]
            )
        }

    @api.model
    def _write_digests_sudo(self, company, chosen, today):
        """Make a link and an e-mail for each ``(user, Waiting)``."""
        days = company.volunteer_link_days
        prepared = [
            self._prepare_link_sudo(user, found.line_ids, days)
            for user, found in chosen
        ]
        links = self.sudo().create([vals for vals, _token in prepared])
        mails = [
            link._prepare_digest_mail_sudo(company, found, token, today)
            for link, (_user, found), (_vals, token) in zip(
                links, chosen, prepared, strict=True
            )
        ]
        # Written by nobody: the author of an e-mail may read it, and with it the link.
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(mails)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _prepare_digest_mail_sudo(self, company, found, token, today):
        """Return the values of one e-mail, in the language of who gets it."""
        self.ensure_one()
        user = self.user_id
        link = self.with_context(lang=user.lang)
        labels = dict(
            link.env["volunteer.hour"]
            ._fields["source"]
            ._description_selection(link.env)
        )
        values = {
            "user": user,
            "count": found.count,
            "hours": f"{found.minutes / 60:g}",
            "new": found.new,
            "due": found.due,
            "oldest": found.oldest,
            "sources": [
                (labels[source], count) for source, count in found.sources.items()
            ],
            "rows": link._prepare_rows(link.hour_ids.browse(found.line_ids[:SHOWN])),
            "more": max(0, found.count - SHOWN),
            "url": token and self._get_url(token),
            "expires": self.expires_on and company._get_volunteer_date(self.expires_on),
            "odoo_url": urljoin(self.get_base_url(), "/odoo/volunteer-approvals"),
            "today": today,
        }
        return {
            "subject": link.env._(
                "%(count)s service hours entries wait for your decision",
                count=found.count,
            ),
            "body_html": link.env["ir.qweb"]._render(
                "volunteer_hours.approval_digest_mail", values
            ),
            "email_to": user.email_formatted,
            "email_from": company.email_formatted or user.email_formatted,
            "auto_delete": True,
        }

    def _prepare_rows(self, lines):
        """Return what the e-mail and its page say of lines: no number, no address."""
        today = {
            company: company._get_volunteer_today() for company in lines.company_id
        }
        labels = dict(lines._fields["source"]._description_selection(self.env))
        return [
            {
                "id": line.id,
                "name": line.volunteer_id.name,
                "department": line.department_id.name or line.team_id.name or "",
                "date": fields.Date.to_string(line.date),
                "period": line.period or "",
                "hours": f"{line.hours:g}",
                "source": labels[line.source],
                "proven": line.proven,
                "service": line.activity_id.name or line.project_id.name or "",
                "description": line.description or "",
                "late": bool(line.due_date and line.due_date < today[line.company_id]),
            }
            for line in lines
        ]

    def _prepare_page_rows_sudo(self):
        """Return the rows of the link's page, what is due first on top.

        Beside what the e-mail says: why a line is not approved here, and at what one
        should look before. Whatever has such a sign is not ticked beforehand.
        """
        self.ensure_one()
        # Opening balances are due on no day.
        lines = self.hour_ids.sorted(
            lambda line: (line.due_date or date.max, line.date, line.id)
        )
        obstacles = self._get_obstacles_sudo()
        rows = self._prepare_rows(lines)
        for line, row in zip(lines, rows, strict=True):
            signs = [
                sign
                for sign in line.queue_signs or []
                if sign["code"] != "working_time"
            ]
            row.update(
                obstacle=obstacles.get(line),
                signs=signs,
                # Being late is a reason to decide, not to wait.
                ticked=all(
                    sign["level"] == "info" or sign["code"] == "late" for sign in signs
                ),
                files=line.evidence_count,
            )
        return rows

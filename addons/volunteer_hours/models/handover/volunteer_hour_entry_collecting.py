from odoo import api, models
from odoo.tools import SQL

#: Ledger numbers looked at in one transaction.
PAGE = 10_000


class VolunteerHourEntry(models.Model):
    """Listing what has to be entered: by ledger number, each line looked at once.

    The ledger only grows, and its numbers have no gaps: what lies beyond the mark is
    new. Nothing here depends on how many lines were recorded before.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_collect(self):
        """List newly recorded lines of every unit that feeds a public system."""
        progress = self.env["ir.cron"]
        companies = self.env["res.company"].search(
            [("volunteer_public_platform_id", "!=", False)]
        )
        for company in companies:
            while self._collect_page_sudo(company):
                if not progress._commit_progress(1, remaining=1):
                    return
        progress._commit_progress(remaining=0)

    @api.model
    def _collect_sudo(self, company):
        """List all newly recorded lines of a unit, in the current transaction."""
        while self._collect_page_sudo(company):
            pass

    def _collect_page_sudo(self, company):
        """Look at the next page of a unit's ledger.

        :return: whether there may be more
        """
        platform = company.volunteer_public_platform_id
        if not platform:
            return False
        mark = self._get_mark_sudo(company, platform)
        self.env.flush_all()
        [[last]] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(max(ledger_no), 0) FROM volunteer_hour "
                "WHERE company_id = %s AND ledger_no IS NOT NULL",
                company.id,
            )
        )
        until = min(mark.ledger_no + PAGE, last)
        if until <= mark.ledger_no:
            return False
        self._collect_between_sudo(company, platform, mark.ledger_no, until)
        mark.ledger_no = until
        mark.flush_recordset()
        self.env.invalidate_all()
        return until < last

    def _get_mark_sudo(self, company, platform):
        Mark = self.env["volunteer.handover.mark"].sudo()
        pair = [("company_id", "=", company.id), ("platform_id", "=", platform.id)]
        if mark := Mark.search(pair):
            return mark
        # Where another one makes it at this moment, this transaction is repeated by
        # Odoo and finds it.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_handover_mark (
                       company_id, platform_id, ledger_no,
                       create_uid, create_date, write_uid, write_date)
                VALUES (%(company)s, %(platform)s, 0,
                        %(uid)s, now() AT TIME ZONE 'UTC',
                        %(uid)s, now() AT TIME ZONE 'UTC')
                    ON CONFLICT (company_id, platform_id) DO NOTHING
                """,
                company=company.id,
                platform=platform.id,
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        return Mark.search(pair)

    def _collect_between_sudo(self, company, platform, after, until):
        """List lines with ledger numbers in ``(after, until]``.

        Own services that stand, but not balances carried over, nor what came from that
        system; and reversals of what is there. Where a line was not sent yet, its
        reversal takes it off the list instead.
        """
        span = {
            "company": company.id,
            "platform": platform.id,
            "after": after,
            "until": until,
            "begin": company.volunteer_public_from or None,
            "uid": self.env.uid,
        }
        self.env.execute_query(
            SQL(
                """
                DELETE FROM volunteer_hour_entry e
                 USING volunteer_hour r
                 WHERE r.company_id = %(company)s AND r.ledger_no > %(after)s
                   AND r.ledger_no <= %(until)s AND r.reverses_id = e.hour_id
                   AND e.platform_id = %(platform)s
                   AND (e.state = 'failed'
                        OR (e.state = 'to_enter' AND e.batch_id IS NULL))
             RETURNING e.id
                """,
                **span,
            )
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO volunteer_hour_entry
                       (hour_id, platform_id, company_id, date, minutes, hours, kind,
                        state, create_uid, create_date, write_uid, write_date)
                SELECT h.id, %(platform)s, h.company_id, h.date, h.minutes, h.hours,
                       CASE WHEN h.reverses_id IS NULL THEN 'enter' ELSE 'withdraw' END,
                       'to_enter', %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM volunteer_hour h
                 WHERE h.company_id = %(company)s AND h.ledger_no > %(after)s
                   AND h.ledger_no <= %(until)s AND h.state = 'recorded'
                   AND CASE WHEN h.reverses_id IS NULL THEN
                            h.reversed IS NOT TRUE
                            AND COALESCE(h.organiser, '') = ''
                            AND h.is_opening IS NOT TRUE
                            AND h.import_platform_id IS DISTINCT FROM %(platform)s
                            AND (%(begin)s::date IS NULL OR h.date >= %(begin)s)
                       ELSE EXISTS (
                            SELECT FROM volunteer_hour_entry e
                             WHERE e.hour_id = h.reverses_id
                               AND e.platform_id = %(platform)s)
                       END
                    ON CONFLICT (hour_id, platform_id) DO NOTHING
             RETURNING id
                """,
                **span,
            )
        )

    def _begin_anew_sudo(self, companies):
        """Look at the ledger from its beginning, after a unit's settings have changed.

        What waits in no batch is taken off the list; what is due comes back.
        """
        self = self.sudo()
        self.search(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", "to_enter"),
                ("batch_id", "=", False),
            ]
        ).unlink()
        self.env["volunteer.handover.mark"].sudo().search(
            [("company_id", "in", companies.ids)]
        ).unlink()
        if any(company.volunteer_public_platform_id for company in companies.sudo()):
            self.env.ref("volunteer_hours.volunteer_hour_entry_cron")._trigger()


class VolunteerNotice(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    def _record_sudo(self):
        """Recorded now: the public system's list is brought up to date soon."""
        result = super()._record_sudo()
        if self.company_id.volunteer_public_platform_id:
            self.env.ref("volunteer_hours.volunteer_hour_entry_cron")._trigger()
        return result

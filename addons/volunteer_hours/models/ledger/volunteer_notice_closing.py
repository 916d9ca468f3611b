from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.canonical import NoticeDigest

PAGE = 10_000
#: More lines than these are recorded by the scheduled action, not in the request.
CLOSE_IN_REQUEST = 1_000


class VolunteerNotice(models.Model):
    """Closing a notice: everything it shows enters the ledger, in one transaction."""

    _inherit = "volunteer.notice"

    def action_close(self):
        """Close notices whose days have passed, and record what they show.

        Up to 1,000 lines are recorded at once; more by a scheduled action, which runs
        in one transaction: interrupted, it records nothing and starts again.

        :raise AccessError: not of the volunteer office
        :raise UserError: not published, or the days of notice have not passed
        """
        self._check_officer()
        for notice in self:
            today = notice.company_id._get_volunteer_today()
            if notice.state != "published":
                raise UserError(
                    self.env._("“%(name)s” is not being shown.", name=notice.name)
                )
            if today < notice.closes_on:
                raise UserError(
                    self.env._(
                        "“%(name)s” is shown until %(date)s and cannot be closed "
                        "before.",
                        name=notice.name,
                        date=notice.closes_on,
                    )
                )
        self.sudo().write({"state": "closing"})
        for notice in self.sorted("id"):
            if notice.hour_count <= CLOSE_IN_REQUEST:
                notice.sudo()._record_sudo()
            else:
                self.env.ref("volunteer_hours.volunteer_notice_cron_close")._trigger()
        return True

    def _record_sudo(self):
        """Number, digest and lock the lines of one closing notice."""
        self.ensure_one()
        self.env.flush_all()
        held = self._put_back_held_sudo()
        count = self._count_lines()
        if not count:
            self._reopen_empty_sudo(held)
            return
        # First of all statements on shared rows: of two closings in one company the
        # second fails here, is retried, and then sees the first one's notice.
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET volunteer_ledger_no = "
                "COALESCE(volunteer_ledger_no, 0) + %s WHERE id = %s "
                "RETURNING volunteer_ledger_no",
                count,
                self.company_id.id,
            ),
            log_exceptions=False,
        )
        [last_no] = self.env.cr.fetchone()
        previous = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "closed")],
            order="last_ledger_no desc",
            limit=1,
        )
        digest = NoticeDigest(previous.digest)
        minutes, next_no = 0, last_no - count + 1
        Hour = self.env["volunteer.hour"]
        for rows in self._read_pages("h.state = 'published'", "h.date, h.id"):
            minutes += sum(row["minutes"] for row in rows)
            digest.update(*Hour._record_page_sudo(rows, next_no))
            next_no += len(rows)
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_hour o SET reversed = true FROM volunteer_hour r "
                "WHERE r.notice_id = %s AND r.reverses_id = o.id RETURNING o.id",
                self.id,
            )
        )
        self.env.invalidate_all()
        self.write(
            {
                "state": "closed",
                "closed_on": fields.Datetime.now(),
                "previous_id": previous.id,
                "digest": digest.hexdigest(),
                "line_count": count,
                "last_ledger_no": last_no,
                "minutes": minutes,
            }
        )
        self._after_recording_sudo()
        if held:
            self.message_post(
                body=self.env._(
                    "%(held)s lines are held by objections and were not recorded.",
                    held=held,
                )
            )

    def _after_recording_sudo(self):
        """Let what is derived from the ledger follow; in the same transaction.

        The lines just recorded are those of ``notice_id``. Statements on sets only: a
        notice may hold 100,000 lines.
        """

    def _put_back_held_sudo(self):
        """Put lines with an open objection back, in one statement.

        They are approved still, and join a notice once the objection is rejected.

        :return: how many
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE volunteer_hour h
                   SET state = 'approved', notice_id = NULL, write_uid = %s,
                       write_date = now() AT TIME ZONE 'UTC'
                 WHERE h.notice_id = %s AND h.state = 'published'
                   AND EXISTS (SELECT FROM volunteer_objection o
                                WHERE o.hour_id = h.id AND o.state = 'open'
                                  AND o.kind = 'objection')
                """,
                self.env.uid,
                self.id,
            ),
            log_exceptions=False,
        )
        return self.env.cr.rowcount

    def _reopen_empty_sudo(self, held):
        """Make a draft again of a notice of which no line is left to record."""
        self.env.invalidate_all()
        self.write({"state": "draft", "published_on": False, "closes_on": False})
        self.message_post(
            body=self.env._(
                "Nothing was recorded: %(held)s lines are held by objections, and no "
                "others are left. This notice is a draft again.",
                held=held,
            )
        )

    def _count_lines(self):
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM volunteer_hour "
                "WHERE notice_id = %s AND state = 'published'",
                self.id,
            )
        )
        return count

    def _read_pages(self, condition, order):
        """Yield this notice's lines as lists of dictionaries, a page at a time.

        The ids are read first: pages stay right while their lines change state.
        """
        ids = [
            line_id
            for (line_id,) in self.env.execute_query(
                SQL(
                    "SELECT h.id FROM volunteer_hour h "
                    "WHERE h.notice_id = %s AND %s ORDER BY %s",
                    self.id,
                    SQL(condition),
                    SQL(order),
                )
            )
        ]
        select = SQL(self.env["volunteer.hour"]._LEDGER_SELECT)
        for start in range(0, len(ids), PAGE):
            page = ids[start : start + PAGE]
            self.env.cr.execute(SQL("%s WHERE h.id = ANY(%s)", select, page))
            rows = {row["id"]: row for row in self.env.cr.dictfetchall()}
            yield [rows[line_id] for line_id in page]

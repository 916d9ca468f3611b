from odoo import models
from odoo.tools import SQL


class VolunteerNotice(models.Model):
    """What a notice records is credited in one statement, in the same transaction."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    def _record_sudo(self):
        # Recording a large notice takes a while: who buys meanwhile waits for it. Else
        # the balance changed since, and the whole notice would begin anew.
        self.env.cr.execute(
            SQL(
                """
                SELECT FROM volunteer_point_account
                 WHERE volunteer_id IN (
                       SELECT COALESCE(v.merged_into_id, v.id)
                         FROM volunteer_hour h
                         JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                        WHERE h.notice_id = %s)
              ORDER BY id
                   FOR NO KEY UPDATE
                """,
                self.id,
            ),
            log_exceptions=False,
        )
        return super()._record_sudo()

    def _after_recording_sudo(self):
        result = super()._after_recording_sudo()
        self._credit_points_sudo()
        return result

    def _credit_points_sudo(self):
        """Add what this notice's recorded lines earned to the accounts, or open them.

        Reversals take back; a balance below zero is a debt.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_point_account AS account
                    (volunteer_id, earned, balance,
                     create_uid, create_date, write_uid, write_date)
                SELECT COALESCE(v.merged_into_id, v.id), sum(h.points), sum(h.points),
                       %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM volunteer_hour h
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                 WHERE h.notice_id = %(notice)s AND h.state = 'recorded'
              GROUP BY 1
              ORDER BY 1
           ON CONFLICT (volunteer_id) DO UPDATE
                   SET earned = account.earned + excluded.earned,
                       balance = account.balance + excluded.balance,
                       write_uid = excluded.write_uid,
                       write_date = excluded.write_date
                """,
                uid=self.env.uid,
                notice=self.id,
            ),
            log_exceptions=False,
        )
        self.env["volunteer.point.account"].invalidate_model(["earned", "balance"])

import logging

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class VolunteerPointAccount(models.Model):
    """Balances are counters: counted anew from lines and moves, and compared."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.account"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_counted_sql(self, people=None):
        """Return the query of what lines and moves give each person.

        :param people: ``volunteer.volunteer``, merged ones included; empty: everybody
        :return: columns ``volunteer_id``, ``earned`` and ``balance``, in hundredths
        """
        of_lines = of_moves = SQL("TRUE")
        if people is not None:
            ids = tuple(people.ids) or (0,)
            of_lines = SQL("h.volunteer_id IN %s", ids)
            of_moves = SQL("a.volunteer_id IN %s", ids)
        return SQL(
            """
            SELECT volunteer_id, sum(earned)::int AS earned,
                   sum(earned + moved)::int AS balance
              FROM (SELECT COALESCE(v.merged_into_id, v.id) AS volunteer_id,
                           sum(h.points) AS earned, 0 AS moved
                      FROM volunteer_hour h
                      JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                     WHERE h.state = 'recorded' AND %s
                  GROUP BY 1
                 UNION ALL
                    SELECT a.volunteer_id, 0, sum(m.hundredths)
                      FROM volunteer_point_move m
                      JOIN volunteer_point_account a ON a.id = m.account_id
                     WHERE %s
                  GROUP BY 1) both_parts
          GROUP BY volunteer_id
            """,
            of_lines,
            of_moves,
        )

    def _recount_sudo(self):
        """Set these balances to what lines and moves give, in one statement."""
        self.env.flush_all()
        people = self.volunteer_id._with_merged_sudo()
        self.env.cr.execute(
            SQL(
                """
                WITH counted AS (%s)
                UPDATE volunteer_point_account account
                   SET earned = COALESCE(
                           (SELECT earned FROM counted c
                             WHERE c.volunteer_id = account.volunteer_id), 0),
                       balance = COALESCE(
                           (SELECT balance FROM counted c
                             WHERE c.volunteer_id = account.volunteer_id), 0)
                 WHERE id IN %s
                """,
                self._get_counted_sql(people),
                tuple(self.ids) or (0,),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["earned", "balance"], flush=False)

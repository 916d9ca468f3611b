import logging

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class VolunteerActivitySlot(models.Model):
    """Every night, the counters of seats are compared with the rows they count."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_wrong_counters_sudo(self):
        """Return ``[(id, taken, waiting)]`` of needs whose counters are wrong.

        The two figures are those that the sign-ups give.
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                WITH counted AS (
                    SELECT slot_id,
                           count(*) FILTER (
                               WHERE state IN ('confirmed', 'attended', 'absent')
                                  OR offered_until IS NOT NULL) AS taken,
                           count(*) FILTER (
                               WHERE state = 'waiting' AND offered_until IS NULL
                           ) AS waiting
                      FROM volunteer_signup
                     WHERE state != 'cancelled'
                  GROUP BY slot_id
                )
                SELECT slot.id, coalesce(counted.taken, 0), coalesce(counted.waiting, 0)
                  FROM volunteer_activity_slot slot
             LEFT JOIN counted ON counted.slot_id = slot.id
                 WHERE slot.taken != coalesce(counted.taken, 0)
                    OR slot.waiting != coalesce(counted.waiting, 0)
              ORDER BY slot.id
                """
            )
        )

    @api.model
    def _cron_check_counters(self):
        """Put counters right that differ from their sign-ups, and say so in the log.

        It never happens by the methods of this addon; somebody has written to the
        database by hand, or there is a mistake to look for.
        """
        for slot_id, taken, waiting in self._find_wrong_counters_sudo():
            slot = self.browse(slot_id)
            _logger.error(
                "%s: %s taken and %s waiting, but its sign-ups are %s and %s.",
                slot,
                slot.taken,
                slot.waiting,
                taken,
                waiting,
            )
            self.env.cr.execute(
                SQL(
                    "UPDATE volunteer_activity_slot "
                    "SET taken = %(taken)s, waiting = %(waiting)s, "
                    "seats = greatest(seats, %(taken)s) WHERE id = %(id)s",
                    id=slot_id,
                    taken=taken,
                    waiting=waiting,
                )
            )
            slot.invalidate_recordset(flush=False)
            slot.sudo()._offer_free_seats_sudo()

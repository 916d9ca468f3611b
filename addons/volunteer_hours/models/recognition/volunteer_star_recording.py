from odoo import models
from odoo.tools import SQL


class VolunteerNotice(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    def _after_recording_sudo(self):
        result = super()._after_recording_sudo()
        Award = self.env["volunteer.award"]
        people = self._query_recorded_people()
        Award._propose_reached_sudo(people)
        # Nobody else's hours can have fallen, or come back to what fell.
        Award._note_fallen_stars_sudo(
            SQL(
                """
                %s UNION
                SELECT COALESCE(v.merged_into_id, v.id) FROM volunteer_award a
                  JOIN volunteer_volunteer v ON v.id = a.volunteer_id
                 WHERE a.fell_below AND a.state = 'granted'
                   AND COALESCE(v.merged_into_id, v.id) IN (%s)
                """,
                self._query_recorded_people(SQL("AND h.reverses_id IS NOT NULL")),
                people,
            )
        )
        return result

    def _query_recorded_people(self, more=None):
        """Return the query of whom lines of these notices are about, duplicates aside.

        :param SQL more: a further condition on the lines ``h``
        """
        return SQL(
            "SELECT DISTINCT COALESCE(v.merged_into_id, v.id) FROM volunteer_hour h "
            "JOIN volunteer_volunteer v ON v.id = h.volunteer_id "
            "WHERE h.notice_id = ANY(%s) AND h.state = 'recorded' %s",
            self.ids,
            more or SQL(),
        )

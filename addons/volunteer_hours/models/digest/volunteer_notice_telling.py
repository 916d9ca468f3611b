from odoo import api, fields, models
from odoo.tools import SQL

#: Messages written between two commits.
BATCH = 500


class VolunteerNotice(models.Model):
    """Whoever has hours in a closed notice is told: one message a person and notice.

    Not in the closing itself, which is one transaction however many lines it records.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    # Of notices closed before there were messages, everybody has heard long ago.
    to_tell = fields.Boolean(readonly=True, copy=False)

    _to_tell = models.Index("(id) WHERE to_tell")

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "to_tell")

    def _record_sudo(self):
        result = super()._record_sudo()
        self.write({"to_tell": True})
        self.env.ref("volunteer_hours.volunteer_notice_cron_tell").sudo()._wake_sudo()
        return result

    @api.model
    def _cron_tell(self):
        """Tell those whose hours were recorded, some hundred people a transaction."""
        notices = self.sudo().search([("to_tell", "=", True)], order="id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(notices))
        for done, notice in enumerate(notices, 1):
            last = 0
            while rows := notice._read_recorded_sums(last):
                notice._tell_recorded_sudo(rows)
                last = rows[-1][0]
                if not progress._commit_progress(0, remaining=len(notices) - done + 1):
                    return
            notice.write({"to_tell": False})
            if not progress._commit_progress(1, remaining=len(notices) - done):
                return

    def _read_recorded_sums(self, last):
        """Return ``[(volunteer id, lines, minutes, minutes taken back)]`` after one id.

        Only people who can be reached: nobody is phoned because of good news.
        """
        self.ensure_one()
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT coalesce(v.merged_into_id, v.id) AS person,
                       count(*) FILTER (WHERE h.minutes > 0),
                       coalesce(sum(h.minutes) FILTER (WHERE h.minutes > 0), 0),
                       coalesce(-sum(h.minutes) FILTER (WHERE h.minutes < 0), 0)
                  FROM volunteer_hour h
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                 WHERE h.notice_id = %s AND h.state = 'recorded'
                   AND coalesce(v.merged_into_id, v.id) > %s
              GROUP BY person
              ORDER BY person
                 LIMIT %s
                """,
                self.id,
                last,
                BATCH,
            )
        )

    def _tell_recorded_sudo(self, rows):
        """Send the messages; who has got one about this notice gets no second one."""
        self.ensure_one()
        sums = {person: figures for person, *figures in rows}
        people = self.env["volunteer.volunteer"].sudo().browse(sums)
        people = people.filtered(
            lambda person: person.user_id.active or person._get_email_sudo()
        )

        def write(person):
            env = person.env
            count, minutes, taken_back = sums[person.id]
            sentences = []
            if count:
                sentences.append(
                    env._(
                        "%(hours)g h from %(count)s services are recorded: they are "
                        "yours for good.",
                        hours=minutes / 60,
                        count=count,
                    )
                )
            if taken_back:
                sentences.append(
                    env._(
                        "%(hours)g h recorded before were taken back.",
                        hours=taken_back / 60,
                    )
                )
            return env._("Your hours are recorded"), "\n".join(sentences)

        return people._notify_sudo(
            "hours",
            write,
            url="/my/volunteer/hours?state=recorded",
            key=f"recorded-{self.id}",
        )

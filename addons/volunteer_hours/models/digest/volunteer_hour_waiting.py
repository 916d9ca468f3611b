from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

#: Lines that one e-mail's link can approve; more are decided in the backend.
MOST_LINES = 100


class Waiting(NamedTuple):
    """What waits for one user."""

    sources: dict
    minutes: int
    oldest: object
    due: int
    new: int
    line_ids: list

    @property
    def count(self):
        return sum(self.sources.values())


class VolunteerHour(models.Model):
    """What waits for whom, counted for many users at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_deciders_sudo(self):
        """Return ``(users whose turn it is by name, groups whose turn it is)``."""
        turns = self.sudo()._read_group(
            [("state", "=", "submitted")], ["approver_id", "approver_group_id"]
        )
        users = self.env["res.users"].sudo()
        groups = self.env["res.groups"].sudo()
        return (
            users.union(*(user for user, _group in turns)),
            groups.union(*(group for _user, group in turns)),
        )

    @api.model
    def _read_waiting_sudo(self, users, groups, since, due_date):
        """Return ``{user: Waiting}`` of the lines that wait for these users.

        As ``my_turn`` has it: never one's own, and of the user's units only. Two
        queries, whatever the number of users and lines.

        :param users: ``res.users``
        :param groups: the groups whose turn it is somewhere
        :param dict since: ``{user id: moment}``; a turn that began later is new
        :param due_date: lines to be recorded until then count as due
        """
        self.flush_model()
        self.env["volunteer.approval"].flush_model()
        turns = self._sql_turns(users, groups, since)
        found = {user.id: Waiting({}, 0, None, 0, 0, []) for user in users}
        for user_id, source, count, minutes, oldest, due, new in self.env.execute_query(
            SQL(
                """
                WITH turn AS (%(turns)s)
                SELECT user_id, source, count(*), sum(minutes), min(date),
                       count(*) FILTER (WHERE due_date <= %(due)s),
                       count(*) FILTER (WHERE is_new)
                  FROM turn
              GROUP BY user_id, source
                """,
                turns=turns,
                due=due_date,
            )
        ):
            before = found[user_id]
            found[user_id] = before._replace(
                sources={**before.sources, source: count},
                minutes=before.minutes + minutes,
                oldest=min(filter(None, (before.oldest, oldest))),
                due=before.due + due,
                new=before.new + new,
            )
        for user_id, line_ids in self.env.execute_query(
            SQL(
                """
                WITH turn AS (%(turns)s)
                SELECT user_id, array_agg(id ORDER BY place)
                  FROM (SELECT user_id, id, row_number() OVER (
                            PARTITION BY user_id ORDER BY due_date, date, id
                        ) AS place FROM turn) AS placed
                 WHERE place <= %(most)s
              GROUP BY user_id
                """,
                turns=turns,
                most=MOST_LINES,
            )
        ):
            found[user_id].line_ids.extend(line_ids)
        return {user: found[user.id] for user in users if found[user.id].sources}

    @api.model
    def _sql_turns(self, users, groups, since):
        """Return the query of whose turn each waiting line is."""
        pairs = [
            (user.id, group.id)
            for group in groups
            for user in group.all_user_ids & users
        ]
        return SQL(
            """
            SELECT r.user_id, h.id, h.source, h.minutes, h.date, h.due_date,
                   r.since IS NULL OR a.pending_since > r.since
                   -- What a stand-in takes over has waited before, for another.
                   OR (h.approver_id <> a.approver_id AND NOT EXISTS (
                       SELECT FROM volunteer_approval_link_hour_rel s
                         JOIN volunteer_approval_link l ON l.id = s.link_id
                        WHERE s.hour_id = h.id AND l.user_id = r.user_id
                   )) AS is_new
              FROM unnest(%(users)s::int[], %(groups)s::int[], %(since)s::timestamp[])
                   AS r(user_id, group_id, since)
              JOIN volunteer_hour h
                ON h.state = 'submitted'
               AND (h.approver_id = r.user_id AND r.group_id IS NULL
                    OR h.approver_group_id = r.group_id)
              JOIN res_company_users_rel u
                ON u.user_id = r.user_id AND u.cid = h.company_id
              JOIN volunteer_volunteer v ON v.id = h.volunteer_id
         LEFT JOIN volunteer_volunteer k ON k.id = v.merged_into_id
         LEFT JOIN hr_employee e ON e.id = h.employee_id
         LEFT JOIN volunteer_approval a ON a.hour_id = h.id AND a.state = 'pending'
             WHERE v.user_id IS DISTINCT FROM r.user_id
               AND k.user_id IS DISTINCT FROM r.user_id
               AND e.user_id IS DISTINCT FROM r.user_id
            """,
            users=users.ids + [user_id for user_id, _group_id in pairs],
            groups=[None] * len(users) + [group_id for _user_id, group_id in pairs],
            since=[since.get(user.id) for user in users]
            + [since.get(user_id) for user_id, _group_id in pairs],
        )

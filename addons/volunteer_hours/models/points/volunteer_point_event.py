from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.points import parse_points

#: What happened, by the key of ``volunteer.point.rule.event``: whose it is, one key an
#: event, its day and its unit. Whose record was merged is sorted out afterwards.
EVENTS = {
    "qualification": """
        SELECT q.volunteer_id, q.id AS subject, q.date_from AS day, v.company_id
          FROM volunteer_qualification q
          JOIN volunteer_volunteer v ON v.id = q.volunteer_id
         WHERE q.kind = 'course' AND q.active""",
    "led": """
        SELECT a.leader_id AS volunteer_id, a.id AS subject, a.date AS day,
               a.company_id
          FROM volunteer_activity a
         WHERE a.state = 'done' AND a.leader_id IS NOT NULL
           -- Not what leaders make and close themselves with nobody there.
           AND EXISTS (SELECT FROM volunteer_hour h
                        WHERE h.activity_id = a.id AND h.state = 'recorded'
                          AND h.reverses_id IS NULL AND h.reversed IS NOT TRUE)""",
    "quality": """
        SELECT volunteer_id, id AS subject, date AS day, company_id
          FROM volunteer_hour
         WHERE state = 'recorded' AND quality = 5 AND reverses_id IS NULL
           AND reversed IS NOT TRUE""",
    "first": """
        SELECT DISTINCT ON (v.person)
               v.person AS volunteer_id, v.person AS subject, h.date AS day,
               h.company_id
          FROM (SELECT id, COALESCE(merged_into_id, id) AS person
                  FROM volunteer_volunteer) v
          JOIN volunteer_hour h ON h.volunteer_id = v.id
         WHERE h.state = 'recorded' AND h.reverses_id IS NULL
           AND h.reversed IS NOT TRUE
      ORDER BY v.person, h.date, h.id""",
    "opinion": """
        SELECT volunteer_id, id AS subject, date AS day, company_id
          FROM volunteer_opinion_sheet""",
    "reflection": """
        SELECT volunteer_id, id AS subject, date AS day, company_id
          FROM volunteer_reflection
         WHERE state = 'shown'""",
    "honour": """
        SELECT volunteer_id, id AS subject, date AS day, company_id
          FROM volunteer_award
         WHERE kind = 'honour' AND state = 'granted' AND volunteer_id IS NOT NULL""",
}
#: Events of recorded hours: where the hours are reversed, their points go, too.
OF_HOURS = frozenset(("led", "quality", "first"))


class VolunteerPointRule(models.Model):
    """Who gets points by a rule: events in sets, each once, up to the yearly cap."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.rule"  # pylint: disable=consider-merging-classes-inherited

    def action_apply(self):
        """Give the points of what has happened by now, before the night does so.

        :return: a notification that says how many got points
        :raise AccessError: no manager of volunteers
        """
        if not self.env.user.has_group("volunteer_base.group_manager"):
            raise AccessError(self.env._("Only managers of volunteers do this."))
        self.check_access("write")
        count = sum(len(rule._apply_sudo()) for rule in self.sudo())
        message = (
            self.env._("%(count)s events got their points.", count=count)
            if count
            else self.env._("Nothing has happened that has not got its points.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success" if count else "info"},
        }

    @api.model
    def _cron_apply(self):
        """Give the points of what happened since, rule by rule."""
        rules = self.sudo().search([("event", "!=", "manual")])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(rules))
        for done, rule in enumerate(rules, 1):
            rule._apply_sudo()
            if not Cron._commit_progress(1, remaining=len(rules) - done):
                break

    def _apply_sudo(self):
        """Give the points of one rule's events that have not got theirs yet.

        Four queries and the writing, however many events there are.

        :return: the moves
        """
        self.ensure_one()
        moves = self.env["volunteer.point.move"].sudo()
        if self.event not in EVENTS:
            return moves
        self._take_back_sudo()
        Account = self.env["volunteer.point.account"]
        rows = self._find_due_sudo()
        people = self.env["volunteer.volunteer"].browse({row[0] for row in rows})
        accounts = Account._get_accounts_sudo(people)
        by_person = {account.volunteer_id.id: account for account in accounts}
        return Account._move_many_sudo(
            [
                {
                    "account_id": by_person[volunteer_id].id,
                    "kind": "event",
                    "hundredths": hundredths,
                    "rule_id": self.id,
                    "event_key": f"{self.event}:{subject}",
                    "date": day,
                    "company_id": company_id,
                }
                for volunteer_id, subject, day, company_id, hundredths in rows
            ]
        )

    def _take_back_sudo(self):
        """Take back what was given for hours that were reversed since, each once.

        The year's cap stays used: what was wrong is not tried again.
        """
        if self.event not in OF_HOURS:
            return
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.account_id, m.company_id, m.hundredths, m.event_key
                  FROM volunteer_point_move m
                  JOIN volunteer_point_account a ON a.id = m.account_id
                 WHERE m.rule_id = %(rule)s AND m.kind = 'event'
                   AND NOT EXISTS (
                       SELECT FROM (%(events)s) e
                        WHERE m.event_key = %(event)s || ':' || e.subject
                           OR (%(event)s = 'first' AND e.volunteer_id = a.volunteer_id))
                   AND NOT EXISTS (
                       SELECT FROM volunteer_point_move t
                        WHERE t.rule_id = m.rule_id
                          AND t.event_key = 'reversed:' || m.event_key)
                """,
                events=SQL(EVENTS[self.event]),
                rule=self.id,
                event=self.event,
            )
        )
        self.env["volunteer.point.account"]._move_many_sudo(
            [
                {
                    "account_id": account_id,
                    "kind": "correction",
                    "hundredths": -hundredths,
                    "rule_id": self.id,
                    "event_key": f"reversed:{event_key}",
                    "company_id": company_id,
                }
                for account_id, company_id, hundredths, event_key in rows
            ]
        )

    def _find_due_sudo(self):
        """Return the events of one rule that are to get points now.

        Of what happened in a year the earlier comes first; the event that reaches the
        cap gets what is left of it.

        :return: ``[(volunteer id, id of the event, day, company id, hundredths)]``
        """
        self.ensure_one()
        self.env.flush_all()
        where = SQL("TRUE")
        if self.company_id:
            units = (
                self.env["res.company"]
                .sudo()
                .search([("id", "child_of", self.company_id.id)])
            )
            where = SQL("e.company_id IN %s", tuple(units.ids))
        points, cap = parse_points(self.points), parse_points(self.year_cap)
        return self.env.execute_query(
            SQL(
                """
                WITH due AS (
                    SELECT COALESCE(v.merged_into_id, v.id) AS volunteer_id,
                           e.subject, e.day, e.company_id,
                           extract(year FROM e.day) AS year
                      FROM (%(events)s) e
                      JOIN volunteer_volunteer v ON v.id = e.volunteer_id
                     WHERE e.day >= %(since)s AND %(where)s
                       AND v.erased_on IS NULL
                       AND NOT EXISTS (
                           SELECT FROM volunteer_point_move m
                            WHERE m.rule_id = %(rule)s
                              AND m.event_key = %(event)s || ':' || e.subject)
                       -- A first service is the person's, whoever's record it was on.
                       AND NOT (%(event)s = 'first' AND EXISTS (
                           SELECT FROM volunteer_point_move m
                             JOIN volunteer_point_account a ON a.id = m.account_id
                            WHERE m.rule_id = %(rule)s AND m.kind = 'event'
                              AND a.volunteer_id = e.volunteer_id))
                ), given AS (
                    SELECT a.volunteer_id, extract(year FROM m.date) AS year,
                           sum(m.hundredths) AS hundredths
                      FROM volunteer_point_move m
                      JOIN volunteer_point_account a ON a.id = m.account_id
                     WHERE m.rule_id = %(rule)s AND m.kind = 'event'
                  GROUP BY 1, 2
                ), counted AS (
                    SELECT due.*, COALESCE(given.hundredths, 0) AS given,
                           row_number() OVER (
                               PARTITION BY due.volunteer_id, due.year
                               ORDER BY due.day, due.subject) - 1 AS earlier
                      FROM due
                 LEFT JOIN given ON given.volunteer_id = due.volunteer_id
                                AND given.year = due.year
                )
                SELECT volunteer_id, subject, day, company_id,
                       (CASE WHEN %(cap)s = 0 THEN %(points)s
                             ELSE least(%(points)s,
                                        %(cap)s - given - earlier * %(points)s)
                         END)::int
                  FROM counted
                 WHERE %(cap)s = 0 OR given + earlier * %(points)s < %(cap)s
              ORDER BY day, subject
                """,
                events=SQL(EVENTS[self.event]),
                since=self.date_from,
                where=where,
                rule=self.id,
                event=self.event,
                points=points,
                cap=cap,
            )
        )

    def action_give(self, volunteer_ids, reason):
        """Give the points of one rule to people, up to what the year leaves them.

        :param volunteer_ids: ids of ``volunteer.volunteer``
        :param str reason: why; they read it
        :raise AccessError: not of the volunteer office, not one's volunteers, or
            somebody gives points to themselves
        :raise UserError: no reason, no rule of this kind, or the year's points are
            given, with names
        """
        self.ensure_one()
        Account = self.env["volunteer.point.account"]
        people = self.env["volunteer.volunteer"].browse(volunteer_ids)
        Account._check_office(people)
        self.check_access("read")
        reason = Account._clean_reason(reason)
        rule = self.sudo()
        if rule.event != "manual" or not rule.active:
            raise UserError(
                self.env._("“%(rule)s” is not for the office to give.", rule=rule.name)
            )
        accounts = Account._lock_accounts_sudo(people)
        left = rule._get_left_sudo(accounts)
        full = accounts.filtered(lambda account: left[account] <= 0)
        if full:
            raise UserError(
                self.env._(
                    "By “%(rule)s” they have got all points of this year: %(names)s.",
                    rule=rule.name,
                    names=full.volunteer_id.mapped("name"),
                )
            )
        points = parse_points(rule.points)
        Account._move_many_sudo(
            [
                {
                    "account_id": account.id,
                    "kind": "event",
                    "hundredths": min(points, left[account]),
                    "rule_id": rule.id,
                    "reason": reason,
                }
                for account in accounts
            ]
        )
        return True

    def _get_left_sudo(self, accounts):
        """Return ``{account: hundredths that this rule may still give this year}``."""
        self.ensure_one()
        cap = parse_points(self.year_cap)
        left = dict.fromkeys(accounts, cap or 2**31)
        if not cap:
            return left
        by_day = {}
        for account in accounts:
            today = account.volunteer_id.company_id._get_volunteer_today()
            day = today.replace(month=1, day=1)
            by_day[day] = by_day.get(day, accounts.browse()) | account
        for day, group in by_day.items():
            for account, given in self.env["volunteer.point.move"]._read_group(
                Domain("account_id", "in", group.ids)
                & Domain("rule_id", "=", self.id)
                & Domain("kind", "=", "event")
                & Domain("date", ">=", day),
                ["account_id"],
                ["hundredths:sum"],
            ):
                left[account] = cap - given
        return left

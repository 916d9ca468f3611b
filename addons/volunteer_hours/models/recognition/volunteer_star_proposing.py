from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

#: What counts for the stars of a person ``p``, a line ``h`` in the ledger.
COUNTS = """(h.proven OR NOT p.proven_only)
            AND (p.outside OR COALESCE(h.organiser, '') = '')"""


class VolunteerAward(models.Model):
    """Stars are proposed when the ledger records the hours that reach them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    def action_look_for_stars(self):
        """Propose the stars that recorded hours reach in the current units.

        :raise AccessError: not of the volunteer office
        """
        self._check_officer()
        count = len(self._propose_stars_sudo(self.env.companies))
        message = (
            self.env._("%(count)s stars were reached and are proposed.", count=count)
            if count
            else self.env._("No further star was reached.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if count else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _propose_stars_sudo(self, companies):
        """Propose every star that the ledger reaches in these home units.

        :return: the new awards, as superuser
        """
        return self._propose_reached_sudo(
            SQL(
                "SELECT id FROM volunteer_volunteer WHERE company_id = ANY(%s)",
                companies.ids,
            )
        )

    @api.model
    def _propose_reached_sudo(self, people):
        """Propose what some people have reached and neither hold nor wait for.

        Every level passed gets a row with a day of its own: that of the service from
        whose evening on the sum never falls below it again. Balances carried over come
        before everything else. What the office rejected or withdrew stays so.

        :param SQL people: a query of ids of volunteers that are no duplicates
        :return: the new awards, as superuser
        """
        self.env.flush_all()
        due = self._find_due_stars(people)
        if not due:
            return self.sudo().browse()
        ids, due_levels, names = (list(column) for column in zip(*due, strict=True))
        rows = self.env.execute_query(
            SQL(
                """
       WITH person AS MATERIALIZED (%(person)s),
            due AS (
                SELECT * FROM unnest(
                    %(ids)s::int[], %(due)s::int[], %(names)s::varchar[])
                    AS row (id, star_level, name)),
            evening AS (
                SELECT p.id, p.company_id, h.is_opening IS NOT TRUE AS later, h.date,
                       sum(sum(h.minutes)) OVER (
                           PARTITION BY p.id
                           ORDER BY h.is_opening IS NOT TRUE, h.date) AS minutes
                  FROM person p
                  JOIN volunteer_hour h
                    ON h.volunteer_id = p.member_id AND h.state = 'recorded'
                 WHERE %(counts)s
              GROUP BY p.id, p.company_id, h.is_opening IS NOT TRUE, h.date),
            -- The least of what follows, read from the end: that is linear.
            lasting AS (
                SELECT id, company_id, later, date, min(minutes) OVER (
                           PARTITION BY id ORDER BY later DESC, date DESC) AS minutes
                  FROM evening),
            step AS (
                SELECT company_id, array_agg(minutes ORDER BY star_level) AS steps
                  FROM (%(levels)s) AS level
              GROUP BY company_id),
            -- What lasts never sinks: a few rows a person are left, one a level.
            first AS (
                SELECT DISTINCT ON (l.id, width_bucket(l.minutes, s.steps))
                       l.id, l.company_id, l.later, l.date,
                       width_bucket(l.minutes, s.steps) AS star_level
                  FROM lasting l
                  JOIN step s ON s.company_id = l.company_id
              ORDER BY l.id, width_bucket(l.minutes, s.steps), l.later, l.date),
            reached AS (
                SELECT DISTINCT ON (due.id, due.star_level)
                       due.id, f.company_id, due.star_level, due.name, f.date
                  FROM due
                  JOIN first f ON f.id = due.id AND f.star_level >= due.star_level
              ORDER BY due.id, due.star_level, f.later, f.date)
     INSERT INTO volunteer_award (
                 kind, state, name, volunteer_id, company_id, star_level, reached_on,
                 granted_by, is_outside, fell_below,
                 create_uid, write_uid, create_date, write_date)
          SELECT 'star', 'proposed', r.name, r.id, r.company_id, r.star_level, r.date,
                 c.name, FALSE, FALSE, %(uid)s, %(uid)s,
                 now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
            FROM reached r
            JOIN res_company c ON c.id = r.company_id
        ORDER BY r.id, r.star_level
     ON CONFLICT DO NOTHING
       RETURNING id
                """,
                person=self._query_star_people(sorted(set(ids))),
                ids=ids,
                due=due_levels,
                names=names,
                levels=self._query_star_levels(),
                counts=SQL(COUNTS),
                uid=SUPERUSER_ID,
            )
        )
        self._forget_stars()
        return self.sudo().browse(row_id for (row_id,) in rows)

    @api.model
    def _find_due_stars(self, people):
        """Return ``[(volunteer id, level, name)]`` that nobody proposed yet.

        :param SQL people: as of :meth:`_propose_reached_sudo`
        """
        return self.env.execute_query(
            SQL(
                """
       WITH level AS (%(levels)s),
            person AS MATERIALIZED (%(person)s),
            total AS (%(total)s)
     SELECT t.id, l.star_level, l.name
       FROM total t
       JOIN level l ON l.company_id = t.company_id
      WHERE t.minutes >= l.minutes
        AND (t.id, l.star_level) NOT IN (
            SELECT p.id, a.star_level
              FROM person p
              JOIN volunteer_award a ON a.volunteer_id = p.member_id
             WHERE a.kind = 'star'
               AND NOT (a.state = 'withdrawn' AND a.fell_below IS TRUE))
                """,
                levels=self._query_star_levels(),
                person=self._query_star_people(self._read_star_people(people)),
                total=self._query_star_totals(),
            )
        )

    @api.model
    def _note_fallen_stars_sudo(self, people):
        """Withdraw what people do not reach any more; mark what they hold already.

        Whoever reaches a granted star again loses the mark.

        :param SQL people: a query of ids of volunteers that are no duplicates
        :return: the people who hold a star that their hours fell below
        """
        self.env.flush_all()
        ids = self._read_star_people(people)
        if not ids:
            return self.env["volunteer.volunteer"].sudo()
        spoken = self._in_office_language()
        rows = self.env.execute_query(
            SQL(
                """
       WITH level AS (%(levels)s),
            person AS MATERIALIZED (%(person)s),
            total AS (%(total)s)
     UPDATE volunteer_award a
        SET fell_below = t.minutes < l.minutes,
            decision_note = CASE WHEN a.state = 'granted' THEN a.decision_note
                                 ELSE %(note)s END,
            state = CASE WHEN a.state = 'granted' THEN a.state ELSE 'withdrawn' END,
            write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
       FROM person p, total t, level l
      WHERE p.member_id = a.volunteer_id AND t.id = p.id
        AND l.company_id = t.company_id AND l.star_level = a.star_level
        AND a.kind = 'star'
        AND (a.state = 'granted' OR t.minutes < l.minutes)
        AND a.state IN ('proposed', 'reviewed', 'published', 'granted')
        AND (a.fell_below IS TRUE) <> (t.minutes < l.minutes)
  RETURNING a.id
                """,
                levels=self._query_star_levels(),
                person=self._query_star_people(ids),
                total=self._query_star_totals(),
                note=spoken.env._("Hours were reversed; they do not reach this star."),
                uid=SUPERUSER_ID,
            )
        )
        self._forget_stars()
        changed = self.sudo().browse(row_id for (row_id,) in rows)
        changed.notice_id._conclude_sudo()
        granted = changed.filtered(lambda award: award.state == "granted")
        fallen = granted.filtered("fell_below").volunteer_id
        fallen._todo_for_office_sudo(
            "star_below",
            lambda env: env._("Look at the star: hours were reversed"),
            note=lambda env: env._(
                "What is left does not reach a star that was granted. Keep it or "
                "withdraw it with a reason."
            ),
        )
        (granted - granted.filtered("fell_below"))._end_fallen_todos_sudo()
        return fallen

    # ------------------------------------------------------------------
    # Parts of the statements
    # ------------------------------------------------------------------

    @api.model
    def _query_star_levels(self):
        """Return ``company_id, star_level, minutes, name`` of every unit's table."""
        spoken = self._in_office_language()
        companies = spoken.env["res.company"].sudo()._get_all_for_stars()
        rows = [
            (company.id, star.level, star.hours * 60, star.name)
            for company, stars in companies._get_star_thresholds_sudo().items()
            for star in stars
        ]
        columns = [list(column) for column in zip(*rows, strict=True)]
        return SQL(
            "SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::varchar[]) "
            "AS row (company_id, star_level, minutes, name)",
            *columns,
        )

    @api.model
    def _read_star_people(self, people):
        """Return the ids of a query: known in number, they make for a good plan."""
        return [row_id for (row_id,) in self.env.execute_query(people)]

    @api.model
    def _query_star_people(self, ids):
        """Return a row ``id, member_id, company_id, proven_only, outside`` for each
        record of these people, those merged into theirs included; erased ones stay out.
        """
        return SQL(
            """
            SELECT v.id, m.id AS member_id, v.company_id,
                   c.volunteer_count_outside IS TRUE AS outside,
                   c.volunteer_star_hours = 'proven' AS proven_only
              FROM (SELECT id, id AS kept_id FROM volunteer_volunteer
                     WHERE id = ANY(%(ids)s)
                 UNION ALL
                    SELECT id, merged_into_id FROM volunteer_volunteer
                     WHERE merged_into_id = ANY(%(ids)s)) AS m
              JOIN volunteer_volunteer v ON v.id = m.kept_id
              JOIN res_company c ON c.id = v.company_id
             WHERE v.merged_into_id IS NULL AND v.erased_on IS NULL
            """,
            ids=ids,
        )

    @api.model
    def _query_star_totals(self):
        """Return ``id, company_id, minutes`` of each person."""
        return SQL(
            """
            SELECT p.id, p.company_id,
                   COALESCE(sum(h.minutes) FILTER (WHERE %s), 0) AS minutes
              FROM person p
              JOIN volunteer_hour h
                ON h.volunteer_id = p.member_id AND h.state = 'recorded'
          GROUP BY p.id, p.company_id
            """,
            SQL(COUNTS),
        )

    @api.model
    def _in_office_language(self):
        """Return this model in the language in which a unit's papers are written."""
        lang = self.env["res.lang"]._get_office_lang()
        return self.with_context(lang=lang)

    @api.model
    def _forget_stars(self):
        """Drop what was read before a statement changed it."""
        self.env.invalidate_all(flush=False)

    @api.model
    def _cron_propose_stars(self):
        """Propose, unit by unit, what merged records or another table reach."""
        companies = self.env["res.company"]._get_all_for_stars()
        for number, company in enumerate(companies, 1):
            self._propose_stars_sudo(company)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - number)

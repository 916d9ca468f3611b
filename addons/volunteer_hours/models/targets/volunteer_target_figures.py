from fractions import Fraction

from odoo import api, models
from odoo.tools import SQL

from ...tools.service_time import to_cents

HOUR_METRICS = ("person_hours", "hours", "hours_per_head", "services")
#: Which column of lines and activities a scope groups by.
COLUMN_OF = {
    "company": "company_id",
    "department": "department_id",
    "team": "team_id",
    "project": "project_id",
}


class VolunteerTarget(models.Model):
    """The figures of targets, from lines, activities and staff, in sets."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    def _get_figures_sudo(self):
        """Return what was reached, for all these targets in at most twelve queries.

        :return: ``{target id: (reached, heads)}``; reached is None where there is
            nobody to count, heads is 0 where they are not asked for
        """
        targets = self.sudo().filtered(
            lambda target: target.date_from and target.date_to and target.company_id
        )
        if not targets:
            return {}
        trees = targets._get_trees_sudo()
        sums = {
            **targets._sum_hours_sudo(trees),
            **targets._sum_activities_sudo(trees),
            **targets._sum_registered_sudo(trees),
        }
        heads = targets.filtered(
            lambda target: target.metric == "hours_per_head"
        )._count_heads_sudo(trees)
        figures = {}
        for target in targets:
            reached, people = sums.get(target.id, 0), heads.get(target.id, 0)
            if target.metric == "hours_per_head":
                reached = Fraction(reached) / people if people else None
            figures[target.id] = (
                reached if reached is None else to_cents(reached),
                to_cents(people),
            )
        return figures

    def _get_trees_sudo(self):
        """Return ``{scope: {id: ids of it and of all below}}``, and projects alone."""
        records = {
            "company": self.company_id,
            "department": self.department_id,
            "team": self.team_id,
        }
        trees = {
            scope: {record.id: [] for record in some} for scope, some in records.items()
        }
        queries = []
        for scope, some in records.items():
            some.flush_model(["parent_path"])
            queries.append(
                SQL(
                    """
                    SELECT %(scope)s, top.id, below.id
                      FROM %(table)s top
                      JOIN %(table)s below
                        ON below.parent_path LIKE top.parent_path || '%%'
                     WHERE top.id IN %(ids)s
                    """,
                    scope=scope,
                    table=SQL.identifier(some._table),
                    ids=tuple(some.ids) or (0,),
                )
            )
        for scope, above, node in self.env.execute_query(
            SQL(" UNION ALL ").join(queries)
        ):
            trees[scope][above].append(node)
        trees["project"] = {project.id: [project.id] for project in self.project_id}
        return trees

    def _get_nodes(self, trees):
        """Return the ids that this target's scope sums over."""
        self.ensure_one()
        return trees[self.scope][self[COLUMN_OF[self.scope]].id]

    def _get_periods(self):
        """Return ``{(from, until): number}`` of these targets."""
        periods = {}
        for target in self:
            periods.setdefault((target.date_from, target.date_to), len(periods))
        return periods

    @api.model
    def _sql_periods(self, periods):
        return SQL(", ").join(
            SQL("(%s, %s::date, %s::date)", number, since, until)
            for (since, until), number in periods.items()
        )

    @api.model
    def _sql_grouping(self, scopes, columns):
        return SQL(", ").join(
            SQL("(p.id, %s)", SQL.identifier(*columns[scope])) for scope in scopes
        )

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def _get_kind_of_hours(self):
        """Return which hours count here: ``(own organiser only, staff only, proven)``.

        Another body's hours never count for the 4000 (民政部令第67号, Art. 26).
        """
        self.ensure_one()
        own = (
            self.metric == "person_hours" or not self.company_id.volunteer_count_outside
        )
        staff = self.metric == "hours_per_head" and self.scope == "company"
        return own, staff, self.counted == "proven"

    def _sum_hours_sudo(self, trees):
        """Return ``{target id: hours, or services}``."""
        targets = self.filtered(lambda target: target.metric in HOUR_METRICS)
        people = targets.filtered(lambda target: target.scope == "person")
        rest = targets - people
        sums = {}
        if rest:
            found = rest._read_hours_sudo(rest._get_periods(), trees)
            periods = rest._get_periods()
            for target in rest:
                number = periods[target.date_from, target.date_to]
                sums[target.id] = target._add_up(
                    found.get((number, target.scope, node))
                    for node in target._get_nodes(trees)
                )
        if people:
            periods = people._get_periods()
            found = people._read_own_hours_sudo(periods)
            for target in people:
                number = periods[target.date_from, target.date_to]
                sums[target.id] = target._add_up(
                    [found.get((number, target.volunteer_id.id))]
                )
        return sums

    def _add_up(self, rows):
        """Add the column of this target's kind of hours."""
        kind = self._get_kind_of_hours()
        if self.metric == "services":
            # Own organiser, staff and proven say nothing more about a day served.
            return sum(row[("services", *kind)] for row in rows if row)
        return Fraction(sum(row[("minutes", *kind)] for row in rows if row), 60)

    def _get_kinds(self):
        return sorted({target._get_kind_of_hours() for target in self})

    def _sql_sums(self):
        """Return the sums of lines ``h``, one for each kind of hours, in their order.

        Services are days of one person: under whatever record, and not taken back.
        """
        columns = []
        for own, staff, proven in self._get_kinds():
            which = SQL(
                "%s AND %s AND %s",
                SQL("COALESCE(h.organiser, '') = ''") if own else SQL("TRUE"),
                SQL("h.employee_id IS NOT NULL") if staff else SQL("TRUE"),
                SQL("h.proven") if proven else SQL("TRUE"),
            )
            columns.append(SQL("COALESCE(SUM(h.minutes) FILTER (WHERE %s), 0)", which))
            if "services" in self.mapped("metric"):
                columns.append(
                    SQL(
                        "COUNT(DISTINCT (COALESCE(v.merged_into_id, v.id), h.date)) "
                        "FILTER (WHERE %s AND h.reverses_id IS NULL "
                        "AND h.reversed IS NOT TRUE)",
                        which,
                    )
                )
            else:
                columns.append(SQL("0"))
        return SQL(", ").join(columns)

    def _read_sums(self, values):
        """Return ``{("minutes" | "services", own, staff, proven): sum}`` of a row."""
        result = {}
        for index, kind in enumerate(self._get_kinds()):
            result[("minutes", *kind)] = values[2 * index]
            result[("services", *kind)] = values[2 * index + 1]
        return result

    def _read_hours_sudo(self, periods, trees):
        """Read ``{(period, scope, id): sums}`` in one query, whatever the scopes."""
        scopes = [scope for scope in COLUMN_OF if scope in set(self.mapped("scope"))]
        self.env["volunteer.hour"].flush_model()
        columns = {scope: ("h", COLUMN_OF[scope]) for scope in scopes}
        places = SQL(" OR ").join(
            SQL(
                "%s IN %s",
                SQL.identifier(*columns[scope]),
                tuple({node for nodes in trees[scope].values() for node in nodes}),
            )
            for scope in scopes
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, %(marks)s, %(ids)s, %(sums)s
                  FROM (VALUES %(periods)s) AS p (id, since, until)
                  JOIN volunteer_hour h ON h.date BETWEEN p.since AND p.until
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                 WHERE h.state = 'recorded' AND h.is_opening IS NOT TRUE
                   AND (%(places)s)
              GROUP BY GROUPING SETS (%(sets)s)
                """,
                marks=SQL("GROUPING(%s)", self._sql_columns(scopes, columns)),
                ids=self._sql_columns(scopes, columns),
                sums=self._sql_sums(),
                periods=self._sql_periods(periods),
                places=places,
                sets=self._sql_grouping(scopes, columns),
            )
        )
        return {
            (row[0], *self._place_of(scopes, row)): self._read_sums(
                row[2 + len(scopes) :]
            )
            for row in rows
        }

    @api.model
    def _sql_columns(self, scopes, columns):
        return SQL(", ").join(SQL.identifier(*columns[scope]) for scope in scopes)

    @api.model
    def _place_of(self, scopes, row):
        """Return ``(scope, id)`` of a row: the one column that was grouped by."""
        for index, scope in enumerate(scopes):
            if not row[1] >> (len(scopes) - 1 - index) & 1:
                return scope, row[2 + index]
        raise ValueError("A row of no grouping set.")

    def _read_own_hours_sudo(self, periods):
        """Read ``{(period, volunteer): sums}`` in one query, under whatever record."""
        self.env["volunteer.hour"].flush_model()
        self.env["volunteer.volunteer"].flush_model(["merged_into_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, own.id, %(sums)s
                  FROM (VALUES %(periods)s) AS p (id, since, until)
            CROSS JOIN volunteer_volunteer own
                  JOIN volunteer_volunteer v
                    ON v.id = COALESCE(own.merged_into_id, own.id)
                    OR v.merged_into_id = COALESCE(own.merged_into_id, own.id)
                  JOIN volunteer_hour h ON h.volunteer_id = v.id
                   AND h.date BETWEEN p.since AND p.until
                 WHERE h.state = 'recorded' AND h.is_opening IS NOT TRUE
                   AND own.id IN %(people)s
              GROUP BY 1, 2
                """,
                sums=self._sql_sums(),
                periods=self._sql_periods(periods),
                people=tuple(self.volunteer_id.ids),
            )
        )
        return {(row[0], row[1]): self._read_sums(row[2:]) for row in rows}

from odoo import api, models
from odoo.tools import SQL

#: What this unit organised, not carried over (民政部令第67号, Art. 26).
OWN = SQL("h.is_opening IS NOT TRUE AND COALESCE(h.organiser, '') = ''")
STANDS = SQL("h.reverses_id IS NULL AND h.reversed IS NOT TRUE")


class VolunteerIndicator(models.Model):
    """The queries behind the indicators: one a source, whatever is asked for."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.indicator"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tree_sudo(self, records):
        """Return ``{id: ids of it and of all below}`` of units, departments, teams."""
        tree = {record.id: [] for record in records}
        for node in (
            records.sudo()
            .with_context(active_test=False)
            .search_fetch([("id", "child_of", records.ids)], ["parent_path"])
        ):
            for above in map(int, node.parent_path.split("/")[:-1]):
                if above in tree:
                    tree[above].append(node.id)
        return tree

    @api.model
    def _read_sums_sudo(self, tree, spans, source, day, node, where, sums):
        """Read sums of one source for all records and periods, in one query.

        Everything in a tree is summed at once, so that distinct people are counted.

        :param dict tree: ``{id: ids of it and of all below}``
        :param spans: periods of two days, numbered by their place
        :param SQL source: what is read, joined to ``p`` and ``tree`` by the rest
        :param SQL day: its date
        :param SQL node: what it belongs to, an id of the tree
        :return: ``{(id, number): row of sums}``
        """
        pairs = [(below, top) for top, nodes in tree.items() for below in nodes]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT tree.top, p.id, %(sums)s
                  FROM (VALUES %(spans)s) AS p (id, since, until)
            CROSS JOIN %(source)s
                  JOIN unnest(%(nodes)s, %(tops)s) AS tree (node, top)
                    ON tree.node = %(node)s
                 WHERE %(day)s BETWEEN p.since AND p.until AND %(where)s
              GROUP BY 1, 2
                """,
                sums=SQL(", ").join(sums),
                spans=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", number, *span)
                    for number, span in enumerate(spans)
                ),
                source=source,
                day=day,
                nodes=[pair[0] for pair in pairs],
                tops=[pair[1] for pair in pairs],
                node=node,
                where=where,
            )
        )
        return {(row[0], row[1]): row[2:] for row in rows}

    @api.model
    def _sql_node(self, scope, company, department, team):
        return {"company": company, "department": department, "team": team}[scope]

    @api.model
    def _read_lines_sudo(self, scope, tree, spans):
        """Read minutes, proven minutes, lines on time, lines due, distinct people."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_hour h
                  JOIN res_company c ON c.id = h.company_id
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
             LEFT JOIN volunteer_notice n ON n.id = h.notice_id)"""
            ),
            SQL("h.date"),
            SQL.identifier("h", f"{scope}_id"),
            SQL("h.state = 'recorded' AND %s", OWN),
            [
                SQL("COALESCE(SUM(h.minutes), 0)"),
                SQL("COALESCE(SUM(h.minutes) FILTER (WHERE h.proven), 0)"),
                SQL(
                    """COUNT(*) FILTER (WHERE h.due_date IS NOT NULL AND %s
                        AND (n.closed_on AT TIME ZONE 'UTC'
                             AT TIME ZONE c.volunteer_tz)::date <= h.due_date)""",
                    STANDS,
                ),
                SQL("COUNT(*) FILTER (WHERE h.due_date IS NOT NULL AND %s)", STANDS),
                SQL(
                    """COUNT(DISTINCT COALESCE(v.merged_into_id, v.id))
                        FILTER (WHERE %s)""",
                    STANDS,
                ),
            ],
        )

    @api.model
    def _read_activities_sudo(self, scope, tree, spans):
        """Read activities held, people served, and those of key groups."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_activity a
             LEFT JOIN volunteer_team t ON t.id = a.team_id
             LEFT JOIN (SELECT DISTINCT rel.volunteer_project_id AS id
                          FROM %(rel)s rel
                          JOIN volunteer_tag tag ON tag.id = rel.volunteer_tag_id
                         WHERE tag.is_key_group) k ON k.id = a.project_id)""",
                rel=SQL.identifier(
                    self.env["volunteer.project"]._fields["population_ids"].relation
                ),
            ),
            SQL("a.date"),
            self._sql_node(
                scope,
                SQL("a.company_id"),
                SQL("t.department_id"),
                SQL("a.team_id"),
            ),
            SQL("a.state = 'done'"),
            [
                SQL("COUNT(*)"),
                SQL("COALESCE(SUM(a.people_served), 0)"),
                SQL(
                    "COALESCE(SUM(a.people_served) FILTER (WHERE k.id IS NOT NULL), 0)"
                ),
            ],
        )

    @api.model
    def _read_needs_sudo(self, scope, tree, spans):
        """Read seats needed, seats confirmed."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_activity_slot s
                  JOIN volunteer_activity a ON a.id = s.activity_id
             LEFT JOIN volunteer_team t ON t.id = a.team_id)"""
            ),
            SQL("a.date"),
            self._sql_node(
                scope,
                SQL("a.company_id"),
                SQL("t.department_id"),
                SQL("a.team_id"),
            ),
            SQL("a.state IN ('published', 'done')"),
            [SQL("COALESCE(SUM(s.seats), 0)"), SQL("COALESCE(SUM(s.taken), 0)")],
        )

    @api.model
    def _read_presence_sudo(self, scope, tree, spans):
        """Read sign-ups that came, and that were confirmed and came or not."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_signup u
                  JOIN volunteer_activity a ON a.id = u.activity_id
             LEFT JOIN volunteer_team t ON t.id = a.team_id)"""
            ),
            SQL("a.date"),
            self._sql_node(
                scope,
                SQL("a.company_id"),
                SQL("t.department_id"),
                SQL("a.team_id"),
            ),
            SQL("u.state IN ('attended', 'absent')"),
            [SQL("COUNT(*) FILTER (WHERE u.state = 'attended')"), SQL("COUNT(*)")],
        )

    @api.model
    def _read_training_sudo(self, scope, tree, spans):
        """Read records of sessions and exams passed, and taken part in."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_training_attendance x
             LEFT JOIN volunteer_team_member m
                    ON %(teams)s AND m.volunteer_id = x.volunteer_id
                   AND (m.date_from IS NULL OR m.date_from <= x.date)
                   AND (m.date_to IS NULL OR m.date_to >= x.date)
             LEFT JOIN hr_employee e
                    ON %(departments)s AND e.volunteer_id = x.volunteer_id
             LEFT JOIN hr_version hv ON hv.id = e.current_version_id)""",
                teams=scope == "team",
                departments=scope == "department",
            ),
            SQL("x.date"),
            self._sql_node(
                scope,
                SQL("x.company_id"),
                SQL("hv.department_id"),
                SQL("m.team_id"),
            ),
            SQL("x.counted AND x.attended"),
            [
                SQL("COUNT(DISTINCT x.id) FILTER (WHERE x.passed)"),
                SQL("COUNT(DISTINCT x.id)"),
            ],
        )

    @api.model
    def _read_by_activity_sudo(self, scope, tree, spans, table, day, sums, where=None):
        """Read sums of what is about an activity, or else about a project."""
        return self._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(%(table)s x
             LEFT JOIN volunteer_activity a ON a.id = x.activity_id
             LEFT JOIN volunteer_project j
                    ON j.id = COALESCE(x.project_id, a.project_id)
                  JOIN res_company c ON c.id = COALESCE(x.company_id, a.company_id)
             LEFT JOIN volunteer_team t ON t.id = COALESCE(%(own)s, a.team_id,
                                                           j.team_id))""",
                table=SQL.identifier(table),
                own=SQL("x.team_id") if table == "volunteer_publicity" else SQL("NULL"),
            ),
            day,
            self._sql_node(scope, SQL("c.id"), SQL("t.department_id"), SQL("t.id")),
            where or SQL("TRUE"),
            sums,
        )

    @api.model
    def _read_opinions_sudo(self, scope, tree, spans):
        """Read answers of satisfied people, and all answers."""
        return self._read_by_activity_sudo(
            scope,
            tree,
            spans,
            "volunteer_feedback",
            SQL("x.date"),
            [SQL("COALESCE(SUM(x.satisfied), 0) / 100"), SQL("COUNT(*)")],
        )

    @api.model
    def _read_incidents_sudo(self, scope, tree, spans):
        """Read praise and complaints."""
        return self._read_by_activity_sudo(
            scope,
            tree,
            spans,
            "volunteer_incident",
            SQL("(x.date AT TIME ZONE 'UTC' AT TIME ZONE c.volunteer_tz)::date"),
            [
                SQL("COUNT(*) FILTER (WHERE x.kind = 'praise')"),
                SQL("COUNT(*) FILTER (WHERE x.kind = 'complaint')"),
            ],
        )

    @api.model
    def _read_publicity_sudo(self, scope, tree, spans):
        """Read reports in the media."""
        return self._read_by_activity_sudo(
            scope,
            tree,
            spans,
            "volunteer_publicity",
            SQL("x.date"),
            [SQL("COUNT(*)")],
        )

    @api.model
    def _read_money_sudo(self, scope, tree, spans):
        """Read what was spent."""
        return self._read_by_activity_sudo(
            scope,
            tree,
            spans,
            "volunteer_money",
            SQL("x.date"),
            [SQL("COALESCE(SUM(x.amount), 0)")],
            SQL("x.kind = 'actual'"),
        )

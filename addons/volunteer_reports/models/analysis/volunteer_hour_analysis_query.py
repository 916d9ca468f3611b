from odoo import models
from odoo.tools import SQL

#: Party members and probationary ones: GB/T 4762.
PARTY = ("01", "02")


class VolunteerHourAnalysis(models.Model):
    """The query behind the analysis: lines, and below them activities held."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.analysis"  # pylint: disable=consider-merging-classes-inherited

    @property
    def _table_query(self):
        # Both halves name their columns in the order of _get_analysis_columns, and
        # PostgreSQL leaves out the joins of columns that nobody asks for.
        halves = (
            (
                SQL("h.id * 2::bigint AS id"),
                self._sql_line_columns(),
                self._sql_lines(),
            ),
            (
                SQL("a.id * 2::bigint + 1 AS id"),
                self._sql_held_columns(),
                self._sql_held(),
            ),
        )
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s, %s FROM %s",
                key,
                SQL(", ").join(
                    SQL(
                        "(%s)::%s AS %s", columns[name], SQL(kind), SQL.identifier(name)
                    )
                    if name in columns
                    else SQL("NULL::%s AS %s", SQL(kind), SQL.identifier(name))
                    for name, kind in self._get_analysis_columns().items()
                ),
                source,
            )
            for key, columns, source in halves
        )

    def _get_analysis_columns(self):
        """Return ``{column: type}`` of the query; a half may leave some empty."""
        return {
            "hour_id": "int",
            "volunteer_id": "int",
            "employee_id": "int",
            "company_id": "int",
            "department_id": "int",
            "team_id": "int",
            "project_id": "int",
            "category_id": "int",
            "activity_id": "int",
            "post_id": "int",
            "date": "date",
            "weekday": "varchar",
            "start_hour": "varchar",
            "venue": "varchar",
            "kind": "varchar",
            "branch_id": "int",
            "party_member": "bool",
            "own": "bool",
            "source": "varchar",
            "method": "varchar",
            "proven": "bool",
            "in_working_time": "bool",
            "state": "varchar",
            "hours": "numeric",
            "hours_proven": "numeric",
            "hours_claimed": "numeric",
            "person_times": "int",
            "people_served": "int",
            "heads": "int",
            "activities": "int",
            "hours_per_head": "numeric",
            "proven_share": "numeric",
        }

    def _sql_line_columns(self):
        """Return ``{column: expression}`` of a line ``h``."""
        stands = SQL("h.reverses_id IS NULL AND h.reversed IS NOT TRUE")
        person = SQL("COALESCE(v.merged_into_id, v.id)")
        return {
            **{
                name: SQL.identifier("h", name)
                for name in (
                    "employee_id",
                    "company_id",
                    "department_id",
                    "team_id",
                    "project_id",
                    "activity_id",
                    "date",
                    "source",
                    "method",
                    "proven",
                    "in_working_time",
                    "state",
                    "hours",
                )
            },
            "hour_id": SQL("h.id"),
            "volunteer_id": person,
            "category_id": SQL("p.category_id"),
            "post_id": SQL("slot.post_id"),
            "weekday": SQL("EXTRACT(ISODOW FROM h.date)::int"),
            "start_hour": self._sql_hour(SQL("h.start")),
            "venue": SQL("a.venue"),
            "kind": SQL(
                "CASE WHEN h.employee_id IS NULL THEN kept.kind ELSE 'staff' END"
            ),
            "branch_id": SQL("kept.branch_id"),
            # As the list of party members says it.
            "party_member": SQL(
                """
                COALESCE(CASE WHEN status.code IS NULL
                              THEN b.kind = 'party'
                                   AND identity.party_applicant IS NOT TRUE
                              ELSE status.code IN %s END, FALSE)
                """,
                PARTY,
            ),
            "own": SQL("COALESCE(h.organiser, '') = ''"),
            "hours_proven": SQL("CASE WHEN h.proven THEN h.hours ELSE 0 END"),
            "hours_claimed": SQL("CASE WHEN h.proven THEN 0 ELSE h.hours END"),
            "person_times": SQL("CASE WHEN %s THEN 1 ELSE 0 END", stands),
            "heads": SQL("CASE WHEN %s THEN %s END", stands, person),
            "hours_per_head": SQL("h.hours"),
            "proven_share": SQL("CASE WHEN h.proven THEN 100 ELSE 0 END"),
        }

    def _sql_lines(self):
        return SQL(
            """
            volunteer_hour h
            LEFT JOIN volunteer_volunteer v ON v.id = h.volunteer_id
            LEFT JOIN volunteer_volunteer kept
                   ON kept.id = COALESCE(v.merged_into_id, v.id)
            LEFT JOIN volunteer_branch b ON b.id = kept.branch_id
            LEFT JOIN res_company c ON c.id = h.company_id
            LEFT JOIN volunteer_project p ON p.id = h.project_id
            LEFT JOIN volunteer_activity a ON a.id = h.activity_id
            LEFT JOIN volunteer_signup s ON s.id = h.signup_id
            LEFT JOIN volunteer_activity_slot slot ON slot.id = s.slot_id
            LEFT JOIN volunteer_identity identity ON identity.volunteer_id = kept.id
            LEFT JOIN volunteer_code status ON status.id = identity.political_status_id
             WHERE h.state IN ('submitted', 'approved', 'published', 'recorded')
               AND h.is_opening IS NOT TRUE
            """
        )

    def _sql_held_columns(self):
        """Return ``{column: expression}`` of an activity ``a`` that was held."""
        return {
            **{
                name: SQL.identifier("a", name)
                for name in (
                    "company_id",
                    "team_id",
                    "project_id",
                    "date",
                    "venue",
                    "people_served",
                )
            },
            "activity_id": SQL("a.id"),
            "department_id": SQL("t.department_id"),
            "category_id": SQL("p.category_id"),
            "weekday": SQL("EXTRACT(ISODOW FROM a.date)::int"),
            "start_hour": self._sql_hour(SQL("a.start")),
            "own": SQL("TRUE"),
            "state": SQL("'recorded'"),
            "activities": SQL("a.id"),
        }

    def _sql_held(self):
        return SQL(
            """
            volunteer_activity a
            LEFT JOIN res_company c ON c.id = a.company_id
            LEFT JOIN volunteer_team t ON t.id = a.team_id
            LEFT JOIN volunteer_project p ON p.id = a.project_id
             WHERE a.state = 'done'
            """
        )

    def _sql_hour(self, moment):
        return SQL(
            "to_char(%s AT TIME ZONE 'UTC' AT TIME ZONE c.volunteer_tz, 'HH24')", moment
        )

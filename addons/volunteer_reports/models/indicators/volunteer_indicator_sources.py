"""What indicators are counted from: a table of sources, one query each."""

from typing import NamedTuple

from odoo.tools import SQL

#: What this unit organised, not carried over (民政部令第67号, Art. 26).
OWN = SQL("h.is_opening IS NOT TRUE AND COALESCE(h.organiser, '') = ''")
STANDS = SQL("h.reverses_id IS NULL AND h.reversed IS NOT TRUE")
#: An activity is its team's, and the team is a department's.
HELD_BY = {
    "company": SQL("a.company_id"),
    "department": SQL("t.department_id"),
    "team": SQL("a.team_id"),
}


class Source(NamedTuple):
    """What is read, joined; its day; whose it is by scope; what counts; the sums."""

    tables: SQL
    day: SQL
    nodes: dict[str, SQL]
    where: SQL
    sums: tuple[SQL, ...]


def of_activity(tables, where, *sums):
    """Return a source of what belongs to activities ``a``."""
    return Source(
        SQL("(%s LEFT JOIN volunteer_team t ON t.id = a.team_id)", SQL(tables)),
        SQL("a.date"),
        HELD_BY,
        SQL(where),
        tuple(map(SQL, sums)),
    )


def about_activity(table, *sums, day="x.date", where="TRUE", team="NULL"):
    """Return a source ``x`` of what is about an activity, or else about a project.

    :param str team: its own team, which goes before the activity's and the project's
    """
    return Source(
        SQL(
            """(%(table)s x
         LEFT JOIN volunteer_activity a ON a.id = x.activity_id
         LEFT JOIN volunteer_project j ON j.id = COALESCE(x.project_id, a.project_id)
              JOIN res_company c ON c.id = COALESCE(x.company_id, a.company_id)
         LEFT JOIN volunteer_team t
                ON t.id = COALESCE(%(team)s, a.team_id, j.team_id))""",
            table=SQL.identifier(table),
            team=SQL(team),
        ),
        SQL(day),
        {
            "company": SQL("c.id"),
            "department": SQL("t.department_id"),
            "team": SQL("t.id"),
        },
        SQL(where),
        tuple(map(SQL, sums)),
    )


SOURCES = {
    # Minutes, proven minutes, lines on time, lines due, distinct people.
    "lines": Source(
        SQL(
            """(volunteer_hour h
              JOIN res_company c ON c.id = h.company_id
              JOIN volunteer_volunteer v ON v.id = h.volunteer_id
         LEFT JOIN volunteer_notice n ON n.id = h.notice_id)"""
        ),
        SQL("h.date"),
        {
            "company": SQL("h.company_id"),
            "department": SQL("h.department_id"),
            "team": SQL("h.team_id"),
        },
        SQL("h.state = 'recorded' AND %s", OWN),
        (
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
        ),
    ),
    # Activities held, people served, and those of key groups.
    "activities": of_activity(
        """volunteer_activity a
      LEFT JOIN (SELECT DISTINCT rel.volunteer_project_id AS id
                   FROM volunteer_project_volunteer_tag_rel rel
                   JOIN volunteer_tag tag ON tag.id = rel.volunteer_tag_id
                  WHERE tag.is_key_group) k ON k.id = a.project_id""",
        "a.state = 'done'",
        "COUNT(*)",
        "COALESCE(SUM(a.people_served), 0)",
        "COALESCE(SUM(a.people_served) FILTER (WHERE k.id IS NOT NULL), 0)",
    ),
    # Seats needed, seats confirmed.
    "needs": of_activity(
        """volunteer_activity_slot s
           JOIN volunteer_activity a ON a.id = s.activity_id""",
        "a.state IN ('published', 'done')",
        "COALESCE(SUM(s.seats), 0)",
        "COALESCE(SUM(s.taken), 0)",
    ),
    # Sign-ups that came, and that were confirmed and came or not.
    "presence": of_activity(
        "volunteer_signup u JOIN volunteer_activity a ON a.id = u.activity_id",
        "u.state IN ('attended', 'absent')",
        "COUNT(*) FILTER (WHERE u.state = 'attended')",
        "COUNT(*)",
    ),
    # Records of sessions and exams passed, and taken part in; of a team by who was in
    # it on the day, of a department by who works there.
    "training": Source(
        SQL(
            """(volunteer_training_attendance x
         LEFT JOIN volunteer_team_member m ON m.volunteer_id = x.volunteer_id
               AND (m.date_from IS NULL OR m.date_from <= x.date)
               AND (m.date_to IS NULL OR m.date_to >= x.date)
         LEFT JOIN hr_employee e ON e.volunteer_id = x.volunteer_id
         LEFT JOIN hr_version hv ON hv.id = e.current_version_id)"""
        ),
        SQL("x.date"),
        {
            "company": SQL("x.company_id"),
            "department": SQL("hv.department_id"),
            "team": SQL("m.team_id"),
        },
        SQL("x.counted AND x.attended"),
        (
            SQL("COUNT(DISTINCT x.id) FILTER (WHERE x.passed)"),
            SQL("COUNT(DISTINCT x.id)"),
        ),
    ),
    # Answers of satisfied people, and all answers.
    "opinions": about_activity(
        "volunteer_feedback",
        "COALESCE(SUM(x.satisfied), 0) / 100",
        "COUNT(*)",
    ),
    # Praise and complaints.
    "incidents": about_activity(
        "volunteer_incident",
        "COUNT(*) FILTER (WHERE x.kind = 'praise')",
        "COUNT(*) FILTER (WHERE x.kind = 'complaint')",
        day="(x.date AT TIME ZONE 'UTC' AT TIME ZONE c.volunteer_tz)::date",
    ),
    # Reports in the media.
    "publicity": about_activity("volunteer_publicity", "COUNT(*)", team="x.team_id"),
    # What was spent.
    "money": about_activity(
        "volunteer_money", "COALESCE(SUM(x.amount), 0)", where="x.kind = 'actual'"
    ),
}

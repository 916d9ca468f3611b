"""The dashboard on a year of a million lines, beside bare aggregates of them."""

from datetime import date

import bench_evaluation
import ledger
import report
from measure import Case

from odoo.tools import SQL

SCREEN = "the whole screen"
#: A picture, the method that adds it up, and the bare statement beside it.
PICTURES = {
    "months": (
        "_sum_months",
        "SELECT date_trunc('month', date), proven, sum(minutes) FROM %s GROUP BY 1, 2",
    ),
    "people": ("_get_people", "SELECT count(DISTINCT volunteer_id) FROM %s"),
    "departments": (
        "_sum_departments",
        "SELECT department_id, proven, sum(minutes) FROM %s GROUP BY 1, 2",
    ),
    "fields": (
        "_get_categories",
        "SELECT p.category_id, h.proven, sum(h.minutes) FROM %s JOIN "
        "volunteer_project p ON p.id = h.project_id GROUP BY 1, 2",
    ),
    # Bare: by the hour of the start alone, where ours spreads each line over its hours.
    "week": (
        "_read_spans",
        "SELECT extract(isodow FROM start AT TIME ZONE 'UTC' AT TIME ZONE "
        "'Asia/Shanghai'), extract(hour FROM start AT TIME ZONE 'UTC' AT TIME ZONE "
        "'Asia/Shanghai'), sum(minutes) FROM %s GROUP BY 1, 2",
    ),
}
OURS = {name: f"dashboard: {name}" for name in PICTURES}
BARE = {name: f"bare aggregate: {name}" for name in PICTURES}
NAMES = (SCREEN, *OURS.values(), *BARE.values())
ROWS = dict.fromkeys(NAMES, 1_000_000)
SMOKE_ROWS = dict.fromkeys(NAMES, 1_000)
PEOPLE, SMOKE_PEOPLE = 5_000, 150
YEAR = 1975


def checks(results):
    """Return what was promised of these results; a row is a line of the ledger."""
    screen = results[SCREEN]
    return [
        *(
            report.Check(
                f"dashboard: time of {name}, of a bare aggregate's",
                1 / results[OURS[name]].times_as_fast_as(results[BARE[name]]),
                1.5,
                at_least=False,
                timed=True,
            )
            for name in PICTURES
        ),
        report.at_most("dashboard: queries", screen.queries * screen.rows, 30),
    ]


def cases(env, hospital, rows):
    """Return the sides; the people and their year are made once, and committed."""
    _fill(env, hospital, rows[SCREEN])
    officer = hospital.officer.id

    def prepare(env, _count):
        env["volunteer.hour"].flush_model()
        board = env["volunteer.dashboard"].with_user(officer)
        return board, board._get_scope(YEAR, None, None, None)

    def show(_env, given):
        found = given[0].get_figures(YEAR)
        assert found["hours"]["services"] == rows[SCREEN]

    def draw(method):
        return lambda _env, given: getattr(given[0], method)(given[1])

    def aggregate(statement):
        lines = SQL(
            "(SELECT * FROM volunteer_hour WHERE state = 'recorded' AND company_id = %s"
            " AND date BETWEEN %s AND %s) AS h",
            env.company.id,
            date(YEAR, 1, 1),
            date(YEAR, 12, 31),
        )
        return lambda env, _given: env.execute_query(SQL(statement, lines))

    sides = [Case(SCREEN, rows[SCREEN], prepare, show)]
    for name, (method, statement) in PICTURES.items():
        sides += [
            Case(OURS[name], rows[SCREEN], prepare, draw(method)),
            Case(BARE[name], rows[SCREEN], prepare, aggregate(statement)),
        ]
    return sides


def _fill(env, hospital, lines):
    """Make a year of lines in departments and fields, two of three with times."""
    people = SMOKE_PEOPLE if hospital.smoke else PEOPLE
    bench_evaluation.add_staff(env, people - len(hospital.volunteers))
    everybody = env["volunteer.volunteer"].search([("state", "=", "registered")])
    departments = env["hr.department"].create(
        [{"name": f"Bench department {number}"} for number in range(60)]
    )
    categories = env["volunteer.category"].search([], limit=8)
    projects = env["volunteer.project"].create(
        [
            {
                "name": f"Bench project {number}",
                "team_id": hospital.team.id,
                "category_id": categories[number % len(categories)].id,
            }
            for number in range(80)
        ]
    )
    notice = env["volunteer.notice"].create({"name": "Bench of the dashboard"})
    turns = max(1, -(-lines // (len(everybody) * 360)))
    number = ledger.take_numbers(env, lines)
    env.cr.execute(
        """
        INSERT INTO volunteer_hour (
            volunteer_id, company_id, department_id, team_id, project_id, notice_id,
            date, start, stop, minutes, hours, points, source, proven, in_working_time,
            reversed, state, due_date, ledger_no, digest, digest_version, salt,
            create_uid, create_date, write_uid, write_date)
        SELECT v_of.id, %(company)s, d_of.id, %(team)s, p_of.id, %(notice)s, day,
               CASE WHEN n %% 3 > 0 THEN begun END,
               CASE WHEN n %% 3 > 0 THEN begun + interval '2 hours' END,
               120, 2.0, 200, 'import', n %% 3 > 0, false, false, 'recorded', day,
               %(number)s + n, encode(sha256(n::text::bytea), 'hex'), 1, md5(n::text),
               1, now(), 1, now()
          FROM generate_series(1, %(count)s) AS n
          JOIN unnest(%(volunteers)s) WITH ORDINALITY AS v_of(id, place)
            ON v_of.place = n %% %(people)s + 1
          JOIN unnest(%(departments)s) WITH ORDINALITY AS d_of(id, place)
            ON d_of.place = n %% 60 + 1
          JOIN unnest(%(projects)s) WITH ORDINALITY AS p_of(id, place)
            ON p_of.place = n %% 79 + 1
    CROSS JOIN LATERAL (SELECT n / %(people)s AS turn) AS turns
    CROSS JOIN LATERAL (
               SELECT %(first)s + (turn / %(turns)s)::int AS day) AS days
    CROSS JOIN LATERAL (
               SELECT day + make_interval(
                   hours => 3 * (turn %% %(turns)s)::int, mins => (n %% 60)::int)
                   AS begun) AS times
        """,
        {
            "company": env.company.id,
            "team": hospital.team.id,
            "notice": notice.id,
            "first": date(YEAR, 1, 1),
            "people": len(everybody),
            "turns": turns,
            "number": number,
            "count": lines,
            "volunteers": everybody.ids,
            "departments": departments.ids,
            "projects": projects.ids,
        },
    )
    env.cr.flush()
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_volunteer, hr_employee")
    env.cr.commit()

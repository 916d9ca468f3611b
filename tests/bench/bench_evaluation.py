"""Evaluating everybody: figures of a year's ledger, and the sheets made of them."""

from datetime import date

import ledger
import report
from measure import Case

from odoo.tools import SQL

FIGURES, BARE, SHEETS, AGAIN = (
    "figures of everybody for a year",
    "bare aggregate of the same lines",
    "figures and evaluation sheets of everybody",
    "figures anew into the same sheets",
)
#: Lines recorded in the year; people are added up to this many.
ROWS = {FIGURES: 1_000_000, BARE: 1_000_000, SHEETS: 1_000_000, AGAIN: 1_000_000}
SMOKE_ROWS = {FIGURES: 1_000, BARE: 1_000, SHEETS: 1_000, AGAIN: 1_000}
PEOPLE, SMOKE_PEOPLE = 5_000, 150
YEAR = 1990


def checks(results):
    """Return what was promised of these results; a row is a line of the ledger."""

    def total(name):
        result = results[name]
        return result.queries * result.rows

    return [
        report.Check(
            "evaluation: time of the figures, of a bare aggregate's",
            1 / results[FIGURES].times_as_fast_as(results[BARE]),
            2,
            at_least=False,
            timed=True,
        ),
        report.at_most("evaluation: queries for the figures", total(FIGURES), 15),
        report.at_most("evaluation: queries for everything", total(SHEETS), 120),
        report.at_most("evaluation: queries for all anew", total(AGAIN), 120),
    ]


def cases(env, hospital, rows):
    """Return the sides; the people and their year are made once, and committed."""
    people = SMOKE_PEOPLE if hospital.smoke else PEOPLE
    evaluation_round = _fill(env, hospital, people, rows[FIGURES])

    def prepare(env, _count):
        return env["volunteer.evaluation.round"].browse(evaluation_round.id)

    def prepare_sheets(env, count):
        given = prepare(env, count)
        given._compute_sheets_sudo()
        # Something is new in every sheet.
        env.cr.execute("UPDATE volunteer_evaluation SET services = services + 1")
        env.invalidate_all()
        return given

    def read(_env, given):
        found, figures, spans = given._get_people_with_figures_sudo()
        given._get_aims_sudo(found, spans)
        assert sum(one.services for one in figures.values()) == rows[FIGURES]

    def write(env, given):
        given._compute_sheets_sudo()
        env.cr.flush()

    def aggregate(env, given):
        env.cr.execute(
            """
            SELECT volunteer_id, proven, sum(minutes), count(*), sum(quality),
                   count(quality)
              FROM volunteer_hour
             WHERE state = 'recorded' AND date BETWEEN %s AND %s
          GROUP BY volunteer_id, proven
            """,
            (given.date_from, given.date_to),
        )
        assert len(env.cr.fetchall()) >= people

    return [
        Case(FIGURES, rows[FIGURES], prepare, read),
        Case(BARE, rows[BARE], prepare, aggregate),
        Case(SHEETS, rows[SHEETS], prepare, write, ("volunteer_evaluation",)),
        Case(AGAIN, rows[AGAIN], prepare_sheets, write, ("volunteer_evaluation",)),
    ]


def _fill(env, hospital, people, lines):
    """Make staff up to ``people``, who served ``lines`` times in the year."""
    add_staff(env, people - len(hospital.volunteers))
    everybody = env["volunteer.volunteer"].search([("state", "=", "registered")])
    notice = env["volunteer.notice"].create({"name": "Bench of a year"})
    # Several services a day, so that a year holds as many as asked for.
    turns = max(1, -(-lines // (len(everybody) * 360)))
    number = ledger.take_numbers(env, lines)
    env.cr.execute(
        """
        INSERT INTO volunteer_hour (
            volunteer_id, company_id, project_id, notice_id, date, minutes, hours,
            points, source, proven, in_working_time, reversed, state, due_date,
            ledger_no, digest, digest_version, salt, quality, create_uid, create_date,
            write_uid, write_date)
        SELECT v_of.id, %(company)s, %(project)s, %(notice)s,
               %(first)s + (n / (%(people)s * %(turns)s))::int, 120, 2.0, 200,
               'import', n %% 3 > 0, false, false, 'recorded', %(first)s,
               %(number)s + n, encode(sha256(n::text::bytea), 'hex'), 1, md5(n::text),
               CASE WHEN n %% 4 = 0 THEN 3 + n %% 3 END, 1, now(), 1, now()
          FROM generate_series(1, %(count)s) AS n
          JOIN unnest(%(volunteers)s) WITH ORDINALITY AS v_of(id, place)
            ON v_of.place = n %% %(people)s + 1
        """,
        {
            "company": env.company.id,
            "project": hospital.project.id,
            "notice": notice.id,
            "first": date(YEAR, 1, 1),
            "people": len(everybody),
            "turns": turns,
            "number": number,
            "count": lines,
            "volunteers": everybody.ids,
        },
    )
    evaluation_round = env["volunteer.evaluation.round"].create({"year": YEAR})
    env.cr.flush()
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_volunteer, hr_employee")
    env.cr.commit()
    return evaluation_round


def add_staff(env, count):
    """Make employees who are volunteers; commit.

    One employee as a user makes them, the others in copies of its rows: what is
    measured is the evaluation, and Odoo takes minutes for thousands of them.
    """
    if count <= 0:
        return
    volunteers = env["volunteer.volunteer"].create(
        [
            {"name": f"Bench evaluated {n:05d}", "kind": "staff", "state": "registered"}
            for n in range(count)
        ]
    )
    first = env["hr.employee"].create(
        {"name": volunteers[0].name, "date_version": date(YEAR - 1, 1, 1)}
    )
    first.volunteer_id = volunteers[0]
    env.cr.flush()
    others = volunteers[1:]
    resources = _copy_row(env, first.resource_id, len(others))
    employees = _copy_row(
        env,
        first,
        len(others),
        {
            "name": others.mapped("name"),
            "resource_id": resources,
            "volunteer_id": others.ids,
            "work_contact_id": [None] * len(others),
        },
    )
    versions = _copy_row(
        env, first.current_version_id, len(others), {"employee_id": employees}
    )
    env.cr.execute(
        "UPDATE hr_employee e SET current_version_id = v.id "
        "FROM hr_version v WHERE v.employee_id = e.id AND v.id = ANY(%s)",
        (versions,),
    )
    env.invalidate_all()
    env.cr.commit()


def _copy_row(env, record, count, other=None):
    """Insert ``count`` copies of a row, with lists of other values, and return ids."""
    env.cr.execute(
        """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
         WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
           AND a.attname <> 'id'
        """,
        (record._table,),
    )
    types = dict(env.cr.fetchall())
    other = other or {}
    columns = SQL(", ").join(map(SQL.identifier, types))
    values = SQL(", ").join(
        SQL("(%s::%s[])[n]", other[name], SQL(types[name]))
        if name in other
        else SQL("model.%s", SQL.identifier(name))
        for name in types
    )
    rows = env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS model, "
            "generate_series(1, %s) AS n WHERE model.id = %s ORDER BY n RETURNING id",
            SQL.identifier(record._table),
            columns,
            values,
            SQL.identifier(record._table),
            count,
            record.id,
        )
    )
    return [row_id for (row_id,) in rows]

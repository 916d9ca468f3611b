"""A full register: its list beside Odoo's contacts; registering a whole staff."""

import report
import screen
from measure import Case

OURS, CONTACTS, STAFF, EMPLOYEES = (
    "open the register",
    "open the contacts",
    "register all employees",
    "create hr.employee",
)
ROWS = {OURS: 1, CONTACTS: 1, STAFF: 5_000, EMPLOYEES: 500}
SMOKE_ROWS = {**ROWS, STAFF: 500, EMPLOYEES: 50}
PEOPLE, SMOKE_PEOPLE = 100_000, 1_000
#: Rows read by scans, once the run is large enough to have them read by an index.
scanned = []


def checks(results):
    """Return what was promised of these results."""
    return [
        report.queries("register: queries to open the list", results[OURS], 15),
        *(
            report.at_most(
                "register: rows read by scans, of tables of this size",
                count,
                screen.COUNTED,
            )
            for count in scanned
        ),
        report.times_as_fast(
            "register: half as fast as contacts", results[OURS], results[CONTACTS], 0.5
        ),
        report.queries("register all: queries an employee", results[STAFF], 0.2),
        report.times_as_fast(
            "register all: as fast as creating the employees",
            results[STAFF],
            results[EMPLOYEES],
            1,
        ),
    ]


def cases(env, hospital, rows):
    """Return both sides; the people are made once and committed."""
    _fill(env, hospital, SMOKE_PEOPLE if hospital.smoke else PEOPLE)
    opened = {
        OURS: ("volunteer.volunteer", hospital.officer),
        CONTACTS: ("res.partner", hospital.officer),
    }
    open_register = _open_list(*opened[OURS])
    if not hospital.smoke:
        counts = screen.count_scanned(
            env, "volunteer", lambda: open_register(env, None)
        )
        scanned.append(max(counts.values(), default=0))
    return [
        Case(name, rows[name], lambda env, count: None, _open_list(model, user))
        for name, (model, user) in opened.items()
    ] + [
        Case(STAFF, rows[STAFF], _create_employees, _register_all(hospital.officer)),
        Case(EMPLOYEES, rows[EMPLOYEES], _employees_values, _create_as_hr),
    ]


def _employees_values(env, count):
    return [{"name": f"Bench {number}"} for number in range(count)]


def _create_as_hr(env, values):
    return env["hr.employee"].with_context(tracking_disable=True).create(values)


def _create_employees(env, count):
    return _create_as_hr(env, _employees_values(env, count))


def _register_all(user):
    """Return what registers everybody who is no volunteer yet."""

    def run(env, employees):
        wizard = env["volunteer.staff.registration"].with_user(user.id)
        wizard.create({"mode": "company"}).action_register()
        missing = employees.filtered(lambda employee: not employee.volunteer_id)
        if missing:
            raise AssertionError(f"{len(missing)} employees are not registered")

    return run


def _open_list(model, user):
    """Return what the web client calls when somebody opens the list of a model."""

    def run(env, _given):
        rows = screen.open_list(env[model].with_user(user.id))
        if len(rows) != screen.PAGE:
            raise AssertionError(f"{len(rows)} rows of {model}")

    return run


def _fill(env, hospital, count):
    """Make volunteers and contacts as an import leaves them, and commit."""
    values = {
        "count": count,
        "company": env.company.id,
        "team": hospital.team.id,
        "partner": hospital.officer.partner_id.id,
    }
    for statement in STATEMENTS:
        env.cr.execute(statement, values)
    env.cr.commit()
    env.cr.execute(
        "ANALYZE volunteer_volunteer, volunteer_identity, volunteer_team_member, "
        "res_company_volunteer_volunteer_rel, res_partner"
    )
    env.cr.commit()


STATEMENTS = (
    """
    INSERT INTO volunteer_volunteer (
        code, name, name_masked, kind, state, source, confirmation, company_id,
        active, date_registered, create_uid, create_date, write_uid, write_date)
    SELECT 'B' || lpad(n::text, 6, '0'), 'Bench ' || n, 'B*', 'community',
           'registered', 'import', 'none', %(company)s, true, '2025-01-01',
           1, now(), 1, now()
      FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO res_company_volunteer_volunteer_rel (
        volunteer_volunteer_id, res_company_id)
    SELECT id, company_id FROM volunteer_volunteer WHERE code LIKE 'B%%'
    """,
    """
    INSERT INTO volunteer_identity (volunteer_id, id_type, mobile)
    SELECT id, '111', '138' || lpad(id::text, 8, '0')
      FROM volunteer_volunteer WHERE code LIKE 'B%%'
    """,
    """
    INSERT INTO volunteer_team_member (
        team_id, volunteer_id, company_id, date_from)
    SELECT %(team)s, id, company_id, '2025-01-01'
      FROM volunteer_volunteer WHERE code LIKE 'B%%'
    """,
    # As somebody's contact, whatever columns other addons require.
    """
    INSERT INTO res_partner
    SELECT (jsonb_populate_record(model, jsonb_build_object(
               'id', nextval('res_partner_id_seq'),
               'name', 'Bench ' || n,
               'complete_name', 'Bench ' || n))).*
      FROM res_partner AS model, generate_series(1, %(count)s) AS n
     WHERE model.id = %(partner)s
    """,
)

"""Submission and approval: service hours beside expenses and leaves."""

import report
from bench_create import create, hours_values
from hospital import spread
from measure import Case

from odoo.tools import SQL

OURS, OURS_CREATED, EXPENSES, LEAVES = (
    "volunteer.hour: submit, approve twice",
    "volunteer.hour: create, submit, approve twice",
    "hr.expense: submit, approve once",
    "hr.leave: create (is to submit), approve twice",
)
# Few of the slow ones: what counts is the time of one line.
ROWS = {OURS: 10_000, OURS_CREATED: 2_000, EXPENSES: 500, LEAVES: 200}
SMOKE_ROWS = {OURS: 5_000, OURS_CREATED: 1_000, EXPENSES: 20, LEAVES: 10}


def checks(results):
    """Return what was promised of these results."""
    ours, created = results[OURS], results[OURS_CREATED]
    return [
        report.times_as_fast(
            "submission and approval: as fast as expenses", ours, results[EXPENSES], 20
        ),
        report.times_as_fast(
            "submission and approval: as fast as leaves", ours, results[LEAVES], 100
        ),
        report.times_as_fast(
            "the same with creation: as fast as leaves", created, results[LEAVES], 50
        ),
        report.queries("submission and approval: queries a line", ours, 0.1),
    ]


def cases(env, hospital, rows):
    """Return the four sides; ``rows`` is ``{name: number of lines}``.

    The decisions are those of two different people with their own rights. A leave is
    submitted by creating it, so beside it our lines are created in the measure too.
    """
    leader, officer = hospital.leader.id, hospital.officer.id
    values = hours_values(hospital)
    create_hours = create("volunteer.hour", hospital.officer)

    def decide_hours(env, lines):
        lines.with_user(leader).action_submit()
        _end_request(lines, "submitted")
        lines.with_user(leader).action_approve()
        _end_request(lines, "submitted")
        lines.with_user(officer).action_approve()
        _end_request(lines, "approved")

    def prepare_hours(env, count):
        return create_hours(env, values(env, count))

    def create_and_decide_hours(env, given):
        lines = create_hours(env, given)
        _end_request(lines, "draft")
        decide_hours(env, lines)

    def prepare_expenses(env, count):
        return env["hr.expense"].create(
            [
                {
                    "name": "Bench",
                    "employee_id": employee_id,
                    "product_id": hospital.product.id,
                    "total_amount_currency": 20 + number,
                    "date": day,
                    "payment_mode": "own_account",
                    "manager_id": leader,
                }
                for number, (employee_id, day) in enumerate(
                    spread(hospital.staff.ids, count)
                )
            ]
        )

    def decide_expenses(env, expenses):
        expenses.with_user(officer).action_submit()
        _end_request(expenses, "submitted")
        expenses.with_user(leader).action_approve()
        _end_request(expenses, "approved")

    def prepare_leaves(env, count):
        return [
            {
                "employee_id": employee_id,
                "holiday_status_id": hospital.leave_type.id,
                "request_date_from": day,
                "request_date_to": day,
            }
            for employee_id, day in spread(hospital.staff.ids, count)
        ]

    def decide_leaves(env, given):
        leaves = env["hr.leave"].with_user(officer).create(given)
        _end_request(leaves, "confirm")
        leaves.with_user(leader).action_approve()
        _end_request(leaves, "validate1")
        leaves.with_user(officer).action_approve()
        _end_request(leaves, "validate")

    hours_tables = ("volunteer_hour", "volunteer_approval")
    mail_tables = ("mail_message", "mail_activity", "mail_followers")
    return [
        Case(OURS, rows[OURS], prepare_hours, decide_hours, hours_tables),
        Case(
            OURS_CREATED,
            rows[OURS_CREATED],
            values,
            create_and_decide_hours,
            hours_tables,
        ),
        Case(
            EXPENSES,
            rows[EXPENSES],
            prepare_expenses,
            decide_expenses,
            ("hr_expense", *mail_tables),
        ),
        Case(
            LEAVES,
            rows[LEAVES],
            prepare_leaves,
            decide_leaves,
            ("hr_leave", "calendar_event", *mail_tables),
        ),
    ]


def _end_request(records, state):
    """Write what a commit would, forget what was read, and check what happened.

    People decide in requests of their own, which share no cache.
    """
    records.env.cr.flush()
    records.env.invalidate_all()
    records.env.cr.execute(
        SQL(
            "SELECT DISTINCT state FROM %s WHERE id IN %s",
            SQL.identifier(records._table),
            records._ids,
        )
    )
    states = {found for (found,) in records.env.cr.fetchall()}
    if states != {state}:
        raise AssertionError(f"{records._name}: {states} instead of {state}")

"""The people and settings that all comparisons share, committed once."""

from datetime import date, timedelta
from types import SimpleNamespace

from odoo import Command

ROLES = {
    "leader": (
        "base.group_user",
        "volunteer_base.group_leader",
        "hr_expense.group_hr_expense_team_approver",
    ),
    "officer": (
        "base.group_user",
        "volunteer_base.group_officer",
        "base.group_allow_export",
        "hr_timesheet.group_timesheet_manager",
        "hr_attendance.group_hr_attendance_manager",
        "hr_holidays.group_hr_holidays_user",
        "hr_expense.group_hr_expense_user",
    ),
}
FIRST_DAY = date(2024, 1, 1)  # a Monday


def build(env, people):
    """Make ``people`` staff with logins, who are volunteers of one team; commit."""
    env = env(context={**env.context, "tracking_disable": True, "tz": "Asia/Shanghai"})
    users = {role: _make_users(env, [role], groups) for role, groups in ROLES.items()}
    employees = {role: _make_employees(env, users[role]) for role in ROLES}
    staff_users = _make_users(
        env, [f"staff{n:03d}" for n in range(people)], ["base.group_user"]
    )
    staff = _make_employees(
        env,
        staff_users,
        parent_id=employees["leader"].id,
        leave_manager_id=users["leader"].id,
        expense_manager_id=users["leader"].id,
    )
    leader = _make_volunteers(env, users["leader"], employees["leader"])
    volunteers = _make_volunteers(env, staff_users, staff)
    team = env["volunteer.team"].create({"name": "Bench", "leader_id": leader.id})
    env["volunteer.team.member"].create(
        [
            {
                "team_id": team.id,
                "volunteer_id": volunteer.id,
                "date_from": FIRST_DAY - timedelta(days=30),
            }
            for volunteer in leader | volunteers
        ]
    )
    project = env["volunteer.project"].create({"name": "Bench", "team_id": team.id})
    project.state = "running"
    # Leaves shall not write timesheets as well: one thing is compared at a time.
    env.company.leave_timesheet_task_id = False
    built = {
        "leader": users["leader"],
        "officer": users["officer"],
        "staff": staff,
        "volunteers": volunteers,
        "team": team,
        "project": project,
        "timesheet_project": env["project.project"].create(
            {"name": "Bench", "allow_timesheets": True}
        ),
        "leave_type": env["hr.leave.type"].create(
            {
                "name": "Bench",
                "requires_allocation": False,
                "leave_validation_type": "both",
                "responsible_ids": [Command.link(users["officer"].id)],
            }
        ),
        "product": env["product.product"].create(
            {"name": "Bench", "type": "service", "can_be_expensed": True}
        ),
    }
    env.cr.flush()
    env.cr.commit()
    return SimpleNamespace(**built)


def _make_users(env, logins, groups):
    groups = [Command.set([env.ref(name).id for name in groups])]
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Bench {login}",
                    "login": f"bench-{login}",
                    "email": f"{login}@bench.example.com",
                    "tz": "Asia/Shanghai",
                    "group_ids": groups,
                }
                for login in logins
            ]
        )
    )


def _make_employees(env, users, **vals):
    return env["hr.employee"].create(
        [
            {
                "name": user.name,
                "user_id": user.id,
                "date_version": FIRST_DAY - timedelta(days=365),
                **vals,
            }
            for user in users
        ]
    )


def _make_volunteers(env, users, employees):
    volunteers = env["volunteer.volunteer"].create(
        [
            {
                "name": user.name,
                "kind": "staff",
                "user_id": user.id,
                "state": "registered",
            }
            for user in users
        ]
    )
    for volunteer, employee in zip(volunteers, employees, strict=True):
        employee.volunteer_id = volunteer
    return volunteers


def spread(people, rows):
    """Yield ``rows`` pairs of a person and a working day, no pair twice."""
    for number in range(rows):
        turn = number // len(people)
        day = FIRST_DAY + timedelta(days=turn // 5 * 7 + turn % 5)
        yield people[number % len(people)], day

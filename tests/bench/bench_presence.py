"""Coming and leaving of one person after the other, beside hr.attendance."""

from datetime import timedelta

import report
from measure import Case

from odoo import Command, fields

OURS, ATTENDANCES = "check a volunteer in and out", "check an employee in and out"
ROWS = dict.fromkeys((OURS, ATTENDANCES), 100)
# Enough that what only the first of a day finds out does not count as each one's.
SMOKE_ROWS = dict.fromkeys((OURS, ATTENDANCES), 40)


def checks(results):
    """Return what was promised of these results."""
    return [
        report.queries("presence: queries in and out", results[OURS], 20),
        report.times_as_fast(
            "presence: as fast as attendances", results[OURS], results[ATTENDANCES], 1
        ),
    ]


def cases(env, hospital, rows):
    """Return both sides: one request a person, so nothing stays in the cache."""

    def prepare_signups(env, count):
        now = fields.Datetime.now()
        # What is asked for before the first service is no part of coming and leaving.
        env.company.volunteer_requirements = False
        post = env["volunteer.post"].create({"name": "Bench presence"})
        activity = env["volunteer.activity"].create(
            {
                "project_id": hospital.project.id,
                "start": now - timedelta(hours=1),
                "stop": now + timedelta(hours=1),
                "slot_ids": [Command.create({"post_id": post.id, "seats": count})],
            }
        )
        activity.action_publish()
        volunteers = hospital.volunteers[:count]
        return activity.slot_ids.action_sign_up_volunteers(volunteers.ids)

    def attend(env, signup_ids):
        now = fields.Datetime.now()
        for signup_id in signup_ids:
            env.invalidate_all()
            signup = env["volunteer.signup"].sudo().browse(signup_id)
            signup._check_in_sudo("kiosk", now - timedelta(minutes=50))
            env.cr.flush()
            signup._check_out_sudo(now)
            env.cr.flush()

    def change_attendances(env, employee_ids):
        for employee_id in employee_ids:
            env.invalidate_all()
            employee = env["hr.employee"].sudo().browse(employee_id)
            for _way in range(2):
                employee._attendance_action_change({})
                env.cr.flush()

    return [
        Case(OURS, rows[OURS], prepare_signups, attend, ("volunteer_hour",)),
        Case(
            ATTENDANCES,
            rows[ATTENDANCES],
            lambda env, count: hospital.staff[:count].ids,
            change_attendances,
            ("hr_attendance",),
        ),
    ]

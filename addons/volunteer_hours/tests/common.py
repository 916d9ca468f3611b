from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase

from odoo.addons.volunteer_base.tests.common_users import new_test_users

OFFICE = "volunteer_base.group_officer"
LEADER = "volunteer_base.group_leader"


class HoursCase(TransactionCase):
    """A unit with a team, leader, office, two volunteers and a held activity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Test Hospital",
                "volunteer_notice_days": 0,
                # Papers and courses have tests of their own.
                "volunteer_requirements": False,
                # So have the times within which hours are claimed.
                "volunteer_claim_days": 0,
                "volunteer_cutoff_days": 0,
            }
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": [cls.company.id]}
        )
        # Leader, then volunteer office; the other samples have tests of their own.
        Route = cls.env["volunteer.approval.route"]
        standard = cls.env.ref("volunteer_hours.volunteer_approval_route_standard")
        cls.sample_routes = Route.search([]) - standard
        cls.sample_routes.active = False
        (
            cls.officer,
            cls.other_officer,
            cls.leader_user,
            cls.member_user,
            cls.portal_user,
            cls.stranger,
        ) = cls.make_users(
            {
                "test_officer": OFFICE,
                "test_officer_2": OFFICE,
                "test_leader": LEADER,
                "test_member": "base.group_user",
                "test_portal": "base.group_portal",
                "test_stranger": "base.group_user",
            }
        )
        cls.leader = cls.make_volunteer("Leader", cls.leader_user)
        cls.member = cls.make_volunteer("Member", cls.member_user, kind="staff")
        cls.citizen = cls.make_volunteer("Citizen", cls.portal_user)
        cls.team = cls.env["volunteer.team"].create(
            {
                "name": "Guides",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [
                    fields.Command.create(
                        {"volunteer_id": volunteer.id, "date_from": "2020-01-01"}
                    )
                    for volunteer in cls.leader | cls.member | cls.citizen
                ],
            }
        )
        cls.project = cls.env["volunteer.project"].create(
            {
                "name": "Guiding Patients",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "point_factor": 1.5,
            }
        )
        cls.post = cls.env["volunteer.post"].create(
            {"name": "Guide", "company_id": cls.company.id}
        )
        # 08:00 to 11:30 in Shanghai, some days ago: fixed to the minute, never "now".
        day = fields.Date.today() - timedelta(days=5)
        cls.start = datetime(day.year, day.month, day.day, 0, 0)
        cls.stop = cls.start + timedelta(hours=3, minutes=30)
        cls.activity = cls.make_activity(cls.start, cls.stop)
        cls.Hour = cls.env["volunteer.hour"]

    @classmethod
    def make_user(cls, login, groups):
        return cls.make_users({login: groups})

    @classmethod
    def make_users(cls, groups):
        """Create users of the unit; ``groups`` as for new_test_users."""
        return new_test_users(
            cls.env,
            groups,
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
            tz="Asia/Shanghai",
        )

    @classmethod
    def make_volunteer(cls, name, user=None, **vals):
        volunteer = cls.env["volunteer.volunteer"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "user_id": user and user.id,
                "partner_id": user and user.partner_id.id,
                **vals,
            }
        )
        volunteer.action_register()
        return volunteer

    @classmethod
    def make_activity(cls, start, stop, volunteers=None, **vals):
        activity = cls.env["volunteer.activity"].create(
            {
                "project_id": cls.project.id,
                "company_id": cls.company.id,
                "start": start,
                "stop": stop,
                "slot_ids": [
                    fields.Command.create({"post_id": cls.post.id, "seats": 10})
                ],
                **vals,
            }
        )
        activity.action_publish()
        volunteers = cls.member | cls.citizen if volunteers is None else volunteers
        activity.slot_ids.action_sign_up_volunteers(volunteers.ids)
        return activity

    @classmethod
    def claim(cls, volunteer=None, **vals):
        """Make a draft claim of two hours."""
        return cls.env["volunteer.hour"].create(
            {
                "volunteer_id": (volunteer or cls.member).id,
                "project_id": cls.project.id,
                "date": cls.start.date(),
                "minutes": 120,
                "description": "Guided patients",
                **vals,
            }
        )

    @classmethod
    def send_claims_to(cls, user):
        """Let one person alone decide on claims, by route."""
        cls.env["volunteer.approval.route"].create(
            {
                "name": "Claims to one person",
                "sequence": 1,
                "company_id": cls.company.id,
                "source": "claim",
                "step_ids": [
                    fields.Command.create({"kind": "user", "user_id": user.id})
                ],
            }
        )

    def approve_all(self, lines):
        """Take lines through both steps of the shipped route."""
        drafts = lines.filtered(lambda line: line.state == "draft")
        drafts.action_submit()
        lines.with_user(self.leader_user).action_approve()
        lines.with_user(self.officer).action_approve()

    def record(self, lines):
        """Approve, publish and record lines; return their notice."""
        self.approve_all(lines)
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        return notice


class PresenceCase(HoursCase):
    """An activity that runs at a frozen moment, and the answers of the desk.

    ``NOW`` is 08:30 in Shanghai; the service is planned from 08:00 to 11:30.
    """

    NOW = datetime(2026, 3, 3, 0, 30)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = cls.NOW - timedelta(minutes=30)
        cls.stop = cls.start + timedelta(hours=3, minutes=30)
        cls.activity = cls.make_activity(cls.start, cls.stop, place="Main hall")
        cls.signup = cls.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == cls.citizen
        )

    def scan(self, minutes=0, volunteer=None, **more):
        """Scan so many minutes after ``NOW``; return the answer."""
        if "device" not in more:
            more.setdefault("activity", self.activity)
        with freeze_time(self.NOW + timedelta(minutes=minutes)):
            answer = self.env["volunteer.presence"]._scan_sudo(
                volunteer or self.citizen, "qr", **more
            )
            self.env.flush_all()
        return answer

    def lines(self, volunteer=None):
        return self.Hour.search(
            [
                ("volunteer_id", "=", (volunteer or self.citizen).id),
                ("source", "=", "checkin"),
            ],
            order="check_in, date",
        )

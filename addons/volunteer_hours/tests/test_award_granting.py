from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestAwardGranting(HoursCase):
    # A Tuesday, 10:00 in Shanghai.
    NOW = datetime(2026, 3, 3, 2, 0)

    def propose(self, **vals):
        holder = vals or {"volunteer_id": self.member.id}
        return (
            self.env["volunteer.award"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Volunteer of the Year",
                    "company_id": self.company.id,
                    "granted_by": "Test Hospital",
                    "propose_first": True,
                    **holder,
                }
            )
        )

    def test_the_whole_way(self):
        award = self.propose()
        self.assertEqual(award.state, "proposed")
        self.assertFalse(award.date)
        with self.assertRaises(UserError):
            award.action_publish()
        award.action_review()
        with freeze_time(self.NOW):
            award.action_publish()
            self.assertEqual(str(award.closes_on), "2026-03-10")
            with self.assertRaises(UserError):
                award.action_grant()
        notice = award.notice_id
        self.assertEqual(len(notice._get_office_todos_sudo("honours_shown")), 1)
        with freeze_time("2026-03-10 02:00:00"):
            notice.action_grant()
        self.assertEqual((award.state, str(award.date)), ("granted", "2026-03-10"))
        self.assertEqual(notice.state, "closed")
        self.assertFalse(notice._get_office_todos_sudo("honours_shown"))
        with self.assertRaises(UserError):
            notice.action_grant()

    def test_the_day_is_that_of_the_unit(self):
        """Seven in the morning in Shanghai is the day before in Greenwich."""
        award = self.propose()
        award.action_review()
        with freeze_time(self.NOW):
            award.action_publish()
        with freeze_time("2026-03-09 23:00:00"):
            award.action_grant()
        self.assertEqual(str(award.date), "2026-03-10")

    def test_what_is_published_on_a_day_stands_on_one_page(self):
        awards = self.propose() | self.propose(team_id=self.team.id)
        awards.action_review()
        with freeze_time(self.NOW):
            awards[0].action_publish()
            awards[1].action_publish()
        self.assertEqual(len(awards.notice_id), 1)
        third = self.propose(project_id=self.project.id)
        third.action_review()
        with freeze_time("2026-03-04 02:00:00"):
            third.action_publish()
        self.assertNotEqual(third.notice_id, awards.notice_id)

    def test_zero_days_need_no_page(self):
        self.company.volunteer_award_days = 0
        award = self.propose()
        award.action_review()
        award.action_grant()
        self.assertEqual(award.state, "granted")
        self.assertFalse(award.notice_id)

    def test_rejected_and_withdrawn_need_a_reason(self):
        award = self.propose()
        with self.assertRaises(UserError):
            award.action_reject(" ")
        award.action_reject("Another one is better")
        self.assertEqual(award.decision_note, "Another one is better")
        with self.assertRaises(UserError):
            award.action_withdraw("Rejected already")
        award.action_propose_again()
        award.action_review()
        with freeze_time(self.NOW):
            award.action_publish()
        with self.assertRaises(UserError):
            award.action_reject("Too late for this word")
        award.action_withdraw("The report was wrong")
        self.assertEqual(award.state, "withdrawn")
        # Nothing is left on the page.
        self.assertEqual(award.notice_id.state, "closed")

    def test_entered_directly_as_ever(self):
        award = self.propose(volunteer_id=self.member.id, propose_first=False)
        self.assertEqual(award.state, "granted")
        self.assertTrue(award.date)
        award.name = "Volunteer of the Month"
        award.unlink()

    def test_what_was_shown_stays(self):
        award = self.propose()
        award.action_review()
        with freeze_time(self.NOW):
            award.action_publish()
        for vals in ({"name": "x"}, {"volunteer_id": self.citizen.id}):
            with self.assertRaises(UserError, msg=vals):
                award.write(vals)
        award.note = "For ten years of service"
        with self.assertRaises(UserError):
            award.unlink()

    def test_states_are_set_by_methods_only(self):
        award = self.propose()
        for vals in (
            {"state": "granted"},
            {"kind": "star"},
            {"star_level": 5},
            {"notice_id": False},
        ):
            with self.assertRaises(AccessError, msg=vals):
                award.write(vals)
        with self.assertRaises(AccessError):
            self.propose(volunteer_id=self.member.id, kind="star", star_level=3)

    def test_who_decides(self):
        award = self.propose()
        for user in (self.leader_user, self.member_user, self.portal_user):
            own = award.with_user(user)
            for name, *args in (
                ("action_review",),
                ("action_publish",),
                ("action_grant",),
                ("action_reject", "why"),
                ("action_withdraw", "why"),
                ("action_propose_again",),
            ):
                with self.assertRaises(AccessError, msg=(user.login, name)):
                    getattr(own, name)(*args)

    def test_not_in_another_unit(self):
        """Who serves in a unit sees their honour there; its office decides."""
        other = self.env["res.company"].sudo().create({"name": "Other Hospital"})
        officer = self.make_volunteer("Officer", self.officer)
        award = self.env["volunteer.award"].create(
            {
                "name": "Honour elsewhere",
                "volunteer_id": officer.id,
                "company_id": other.id,
                "granted_by": "Other Hospital",
                "propose_first": True,
            }
        )
        own = award.with_user(self.officer)
        self.assertEqual(own.name, "Honour elsewhere")
        with self.assertRaises(AccessError):
            own.action_review()
        with self.assertRaises(AccessError):
            own.write({"note": "Well deserved"})

    def test_erasing_empties_reasons(self):
        award = self.propose(volunteer_id=self.citizen.id)
        award.action_reject("Citizen is said to be late")
        copy = self.citizen.with_user(self.portal_user).get_own_data()
        (section,) = [s for s in copy["groups"]["award"] if s["key"] == "awards"]
        self.assertIn("Citizen is said to be late", section["rows"][0].values())
        self.citizen._erase_sudo()
        self.assertFalse(award.decision_note)

    def test_one_message_a_person(self):
        self.company.volunteer_award_days = 0
        awards = self.propose() | self.propose() | self.propose(team_id=self.team.id)
        awards.action_review()
        awards.action_grant()
        messages = self.member.sent_message_ids.filtered(
            lambda message: message.matter == "recognition"
        )
        self.assertEqual(len(messages), 1)

    def test_queries_of_a_batch(self):
        self.company.volunteer_award_days = 0
        people = [self.make_volunteer(f"Person {number}") for number in range(20)]

        def queries(holders):
            awards = self.env["volunteer.award"].with_user(self.officer)
            for holder in holders:
                awards |= self.propose(volunteer_id=holder.id)
            counts = []
            for name in ("action_review", "action_publish", "action_grant"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                getattr(awards, name)()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            return counts

        queries(people[:1])
        self.assertEqual(queries(people[:1]), queries(people))

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


class CommendationCase(HoursCase):
    """An honour for volunteers, a jury of two, and hours in the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_award_days = 0
        cls.jurors = cls.make_user("jury_1", "base.group_user") | cls.make_user(
            "jury_2", "base.group_user"
        )
        cls.commendation = cls.make_commendation()

    @classmethod
    def make_commendation(cls, **vals):
        day = cls.start.date()
        return (
            cls.env["volunteer.commendation"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "Volunteer of the Year",
                    "company_id": cls.company.id,
                    "date_from": day - timedelta(days=60),
                    "date_to": day + timedelta(days=60),
                    "quota": 1,
                    **vals,
                }
            )
        )

    def give_jury(self, one=None):
        one = one or self.commendation
        one.write(
            {
                "jury_ids": [(6, 0, self.jurors.ids)],
                "criterion_ids": [
                    (0, 0, {"name": "Devotion", "max_points": 60}),
                    (0, 0, {"name": "Effect", "max_points": 40}),
                ],
            }
        )

    def nominate(self, volunteers, one=None):
        return (
            self.env["volunteer.commendation.nominee"]
            .with_user(self.officer)
            .create(
                [
                    {
                        "commendation_id": (one or self.commendation).id,
                        "volunteer_id": volunteer.id,
                    }
                    for volunteer in volunteers
                ]
            )
        )

    def give(self, juror, nominee, *points):
        rows = (
            self.env["volunteer.jury.score"]
            .with_user(juror)
            .search([("nominee_id", "=", nominee.id)], order="criterion_id")
        )
        for row, number in zip(rows, points, strict=True):
            row.points = number


@tagged("post_install", "-at_install")
class TestCommendation(CommendationCase):
    def test_from_nomination_to_the_honour(self):
        one = self.commendation
        self.give_jury()
        one.action_open()
        first, second = self.nominate(self.member | self.citizen)
        one.action_review()
        self.assertEqual(one.missing_count, 8)
        self.assertRegex(one.missing_names, "jury_1.*jury_2")
        for juror, marks in zip(self.jurors, ((50, 30), (55, 40)), strict=True):
            self.give(juror, first, *marks)
            self.give(juror, second, 20, 10)
        one.action_choose_first()
        self.assertEqual(first.state, "chosen")
        self.assertEqual((first.score, first.place), (87.5, 1))
        self.assertEqual((second.score, second.place), (30, 2))
        one.action_publish()
        self.assertEqual(first.award_id.state, "published")
        one.action_grant()
        award = first.award_id
        self.assertEqual(award.state, "granted")
        self.assertEqual(award.name, "Volunteer of the Year")
        self.assertEqual(award.volunteer_id, self.member)
        self.assertFalse(second.award_id)

    def test_a_juror_who_has_not_finished_does_not_count(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        self.commendation.action_review()
        self.give(self.jurors[0], nominee, 60, 40)
        half = self.env["volunteer.jury.score"].search(
            [("nominee_id", "=", nominee.id), ("user_id", "=", self.jurors[1].id)]
        )[0]
        half.with_user(self.jurors[1]).points = 1
        self.commendation.action_rank()
        self.assertEqual(nominee.score, 100)
        self.assertNotIn("jury_1", self.commendation.missing_names)
        self.assertIn("jury_2", self.commendation.missing_names)

    def test_who_leaves_the_jury_takes_the_points_along(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        self.commendation.action_review()
        self.give(self.jurors[0], nominee, 60, 40)
        self.give(self.jurors[1], nominee, 0, 10)
        self.commendation.action_rank()
        self.assertEqual(nominee.score, 55)
        late = self.nominate(self.citizen)
        self.assertEqual(self.commendation.missing_count, 4)
        late.action_refuse("Is on leave")
        self.env.invalidate_all()
        self.assertEqual(self.commendation.missing_count, 0)
        self.commendation.jury_ids -= self.jurors[1]
        self.commendation.jury_ids |= self.stranger
        self.env.invalidate_all()
        self.assertIn("test_stranger", self.commendation.missing_names)
        self.commendation.action_rank()
        self.assertEqual(nominee.score, 100)

    def test_jurors_see_and_write_their_own_points_only(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        self.commendation.action_review()
        Score = self.env["volunteer.jury.score"]
        own = Score.with_user(self.jurors[0]).search([])
        self.assertEqual(own.user_id, self.jurors[0])
        others = Score.search([("user_id", "=", self.jurors[1].id)])
        for user in (self.jurors[0], self.officer, self.member_user):
            with self.assertRaises(AccessError, msg=user.login):
                others.with_user(user).write({"points": 1})
        with self.assertRaises(AccessError):
            own[0].write({"max_points": 1000})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            own[0].points = 61
            self.env.flush_all()
        # What was done may be read, the score may not.
        judged = nominee.with_user(self.jurors[0])
        self.assertEqual(judged.name, self.member.display_name)
        with self.assertRaises(AccessError):
            judged.read(["score"])
        with self.assertRaises(AccessError):
            nominee.with_user(self.stranger).read(["name"])

    def test_nobody_judges_themselves_or_whom_they_nominated(self):
        self.give_jury()
        self.commendation.jury_ids |= self.leader_user | self.member_user
        self.commendation.action_open()
        own = self.nominate(self.member)
        ours = self.commendation.with_user(self.leader_user).action_nominate(
            self.citizen.id, "Always there"
        )
        self.commendation.action_review()
        Score = self.env["volunteer.jury.score"]
        self.assertNotIn(
            self.member_user, Score.search([("nominee_id", "=", own.id)]).user_id
        )
        self.assertNotIn(
            self.leader_user, Score.search([("nominee_id", "=", ours)]).user_id
        )

    def test_no_points_before_and_after(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        self.commendation.action_review()
        self.give(self.jurors[0], nominee, 1, 1)
        self.commendation.action_cancel("No money")
        row = self.env["volunteer.jury.score"].search(
            [("user_id", "=", self.jurors[0].id)], limit=1
        )
        with self.assertRaisesRegex(UserError, "not at work"):
            row.with_user(self.jurors[0]).points = 2

    def test_equals_at_the_border_are_left_to_people(self):
        self.commendation.action_open()
        nominees = self.nominate(self.member | self.citizen)
        self.commendation.action_review()
        # Nobody has hours: both are first, and there is one honour.
        self.commendation.action_choose_first()
        self.assertEqual(set(nominees.mapped("state")), {"nominated"})
        with self.assertRaisesRegex(UserError, "0 are chosen"):
            self.commendation.action_publish()
        nominees.action_choose()
        with self.assertRaisesRegex(UserError, "2 are chosen"):
            self.commendation.action_publish()
        nominees[1].action_drop()
        self.commendation.action_publish()
        self.assertEqual(self.commendation.state, "published")

    def test_officers_do_not_choose_themselves(self):
        own = self.make_volunteer("Officer", self.officer)
        self.commendation.action_open()
        nominee = self.nominate(own)
        self.commendation.action_review()
        with self.assertRaisesRegex(AccessError, "You have a part"):
            nominee.action_choose()
        nominee.with_user(self.other_officer).action_choose()
        with self.assertRaisesRegex(AccessError, "You have a part"):
            self.commendation.action_publish()
        self.commendation.with_user(self.other_officer).action_publish()

    def test_who_may_nominate_whom(self):
        self.commendation.action_open()
        outsider = self.make_volunteer("Outsider")
        leader = self.commendation.with_user(self.leader_user)
        for holder in (outsider, self.leader):
            with self.assertRaises(AccessError, msg=holder.name):
                leader.action_nominate(holder.id, "Good")
        with self.assertRaisesRegex(UserError, "reason"):
            leader.action_nominate(self.member.id, "  ")
        leader.action_nominate(self.member.id, "Good")
        with self.assertRaisesRegex(UserError, "nominated already"):
            leader.action_nominate(self.member.id, "Very good")
        with self.assertRaises(AccessError):
            self.commendation.with_user(self.stranger).action_nominate(
                self.citizen.id, "Good"
            )

    def test_applying_and_withdrawing(self):
        own = self.commendation.with_user(self.portal_user)
        with self.assertRaises(UserError):
            own.action_apply("I was there")
        self.commendation.action_open()
        nominee = self.env["volunteer.commendation.nominee"].browse(
            own.action_apply("I was there")
        )
        self.assertEqual(nominee.source, "self")
        mine = nominee.with_user(self.portal_user)
        self.assertEqual(mine.read(["reason"])[0]["reason"], "I was there")
        with self.assertRaises(AccessError):
            mine.read(["score"])
        with self.assertRaises(AccessError):
            nominee.with_user(self.member_user).action_withdraw()
        mine.action_withdraw()
        self.assertEqual(nominee.state, "withdrawn")
        own.action_apply("After all")
        with self.assertRaises(AccessError):
            self.commendation.with_user(self.stranger).action_apply("Me")
        self.commendation.allow_self = False
        with self.assertRaisesRegex(UserError, "leaders nominate"):
            self.commendation.with_user(self.member_user).action_apply("Me")

    def test_states_are_set_by_buttons(self):
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        for record, vals in (
            (self.commendation, {"state": "review"}),
            (nominee, {"state": "chosen"}),
            (nominee, {"score": 100}),
            (nominee, {"hours_proven": 100}),
        ):
            with self.assertRaises(AccessError, msg=vals):
                record.write(vals)
        with self.assertRaises(UserError):
            nominee.volunteer_id = self.citizen

    def test_other_units_see_nothing(self):
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        officer = self.make_user("elsewhere", "volunteer_base.group_officer")
        officer.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for record in (self.commendation, nominee):
            with self.assertRaises(AccessError):
                record.with_user(officer).with_context(
                    allowed_company_ids=other.ids
                ).read(["state"])

    def test_own_copy_and_erasure(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.citizen)
        nominee.reason = "Visits her aunt, too"
        self.commendation.action_review()
        row = self.env["volunteer.jury.score"].search([], limit=1)
        row.with_user(row.user_id).note = "Knows the aunt"
        copy = self.citizen.with_user(self.portal_user).get_own_data()
        (section,) = [
            part for part in copy["groups"]["award"] if part["key"] == "nominations"
        ]
        self.assertEqual(section["rows"][0]["reason"], "Visits her aunt, too")
        self.citizen.sudo()._erase_sudo()
        self.assertFalse(nominee.reason)
        self.assertFalse(row.note)

    def test_a_nomination_follows_a_merge(self):
        twice = self.make_volunteer("Member")
        nominee = self.nominate(twice)
        self.env["volunteer.merge"].with_user(self.officer).create(
            {"volunteer_ids": (self.member | twice).ids, "keep_id": self.member.id}
        ).action_merge()
        self.assertEqual(nominee.volunteer_id, self.member)

    def test_the_office_of_another_unit_is_no_office_here(self):
        """Who keeps the office elsewhere and serves here nominates as anybody does."""
        self.commendation.action_open()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        officer = self.make_user("elsewhere", "volunteer_base.group_officer")
        officer.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.make_volunteer("Both", officer, company_ids=[(4, other.id)])
        self.member.company_ids |= other
        own = self.commendation.with_user(officer).with_context(
            allowed_company_ids=other.ids
        )
        with self.assertRaises(AccessError):
            own.action_nominate(self.member.id, "Good")

    def test_who_applied_is_refused_with_a_reason_not_deleted(self):
        self.commendation.action_open()
        nominee = self.env["volunteer.commendation.nominee"].browse(
            self.commendation.with_user(self.portal_user).action_apply("I was there")
        )
        with self.assertRaisesRegex(UserError, "reason"):
            nominee.with_user(self.officer).unlink()
        self.nominate(self.member).unlink()

    def test_criteria_by_which_points_were_given_stay(self):
        self.give_jury()
        self.commendation.action_open()
        nominee = self.nominate(self.member)
        self.commendation.action_review()
        self.give(self.jurors[0], nominee, 60, 40)
        devotion, effect = self.commendation.criterion_ids
        other = self.make_commendation()
        loose = self.env["volunteer.jury.criterion"].create(
            {"name": "Loose", "commendation_id": other.id}
        )
        with self.assertRaisesRegex(UserError, "no longer change"):
            loose.commendation_id = self.commendation
        self.commendation.action_reopen()
        with self.assertRaisesRegex(UserError, "has points"):
            devotion.max_points = 30
        effect.unlink()
        devotion.name = "Devotion to patients"


@tagged("post_install", "-at_install")
class TestCommendationFigures(CommendationCase):
    def test_the_best_are_proposed(self):
        self.record(
            self.claim(self.member, minutes=240) | self.claim(self.citizen, minutes=60)
        )
        self.commendation.action_propose()
        nominee = self.commendation.nominee_ids
        self.assertEqual(nominee.volunteer_id, self.member)
        self.assertEqual(nominee.source, "figures")
        self.assertEqual((nominee.hours_claimed, nominee.service_count), (4, 1))
        # Again: nobody twice.
        self.commendation.action_propose()
        self.assertEqual(self.commendation.nominee_ids, nominee)
        self.commendation.top_percent = 100
        self.commendation.action_propose()
        self.assertEqual(
            self.commendation.nominee_ids.volunteer_id, self.member | self.citizen
        )

    def test_what_is_asked_for(self):
        self.record(self.claim(self.member, minutes=240))
        one = self.commendation
        one.top_percent = 100
        for vals in (
            {"least_hours": 4.5},
            {"least_quality": 4},
            {"which_hours": "proven"},
            {"date_to": self.start.date() - timedelta(days=1)},
        ):
            wanted = self.make_commendation(top_percent=100, **vals)
            wanted.action_propose()
            self.assertFalse(wanted.nominee_ids, vals)

    def test_merged_and_reversed(self):
        twice = self.make_volunteer("Member")
        lines = self.claim(self.member, minutes=120) | self.claim(twice, minutes=180)
        self.record(lines)
        twice.sudo().write({"merged_into_id": self.member.id, "active": False})
        nominee = self.nominate(self.member)
        self.assertEqual((nominee.hours_claimed, nominee.service_count), (5, 2))
        lines[0].with_user(self.officer).action_reverse("Was not there")
        back = self.Hour.search([("reverses_id", "=", lines[0].id)])
        back.with_user(self.leader_user).action_approve()
        back.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        nominee.action_refresh()
        self.assertEqual((nominee.hours_claimed, nominee.service_count), (3, 1))

    def test_teams_with_their_sub_teams_and_projects(self):
        below = self.env["volunteer.team"].create(
            {
                "name": "Guides below",
                "company_id": self.company.id,
                "parent_id": self.team.id,
            }
        )
        lines = self.claim(self.member, minutes=120)
        self.record(lines)
        for kind, holder in (("team", self.team), ("project", self.project)):
            one = self.make_commendation(holder_kind=kind, top_percent=100)
            one.action_propose()
            self.assertEqual(one.nominee_ids[f"{kind}_id"], holder)
            self.assertEqual(one.nominee_ids.hours_claimed, 2)
        with self.assertRaisesRegex(UserError, "another kind"):
            self.nominate(self.member, one)
        self.assertTrue(below)

    def test_queries_do_not_grow(self):
        people = self.env["volunteer.volunteer"]
        for number in range(8):
            people |= self.make_volunteer(f"Person {number}")
        self.give_jury()
        self.nominate(people[:1])
        small = self.make_commendation(name="Small")
        small.jury_ids = self.jurors
        small.write({"criterion_ids": [(0, 0, {"name": "All", "max_points": 10})]})
        large = small.copy({"name": "Large"})
        counts = []
        for one, nominated in ((small, people[:1]), (large, people)):
            self.nominate(nominated, one)
            one.action_open()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            one.action_review()
            one.action_rank()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 3, counts)

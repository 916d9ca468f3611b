from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.sampling import draw, unpack
from .common import HoursCase


class InspectionCase(HoursCase):
    """A ledger of twelve lines: claims of a member, presence of a citizen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = cls.make_user("test_inspector", "base.group_user")
        day = cls.start.date()
        cls.lines = cls.env["volunteer.hour"]
        for number in range(12):
            cls.lines |= cls.claim(
                cls.member if number % 2 else cls.citizen,
                date=day - timedelta(days=number),
            )

    def setUp(self):
        super().setUp()
        self.record(self.lines)

    def inspect(self, **vals):
        return (
            self.env["volunteer.inspection"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Spot check",
                    "company_id": self.company.id,
                    "size": 5,
                    "inspector_ids": [fields.Command.set(self.inspector.ids)],
                    **vals,
                }
            )
        )

    def note(self, line, result, finding=False, user=None):
        line.with_user(user or self.inspector).write(
            {"result": result, "finding": finding}
        )


@tagged("post_install", "-at_install")
class TestInspectionSample(InspectionCase):
    def test_the_sample_can_be_drawn_again_by_anybody(self):
        inspection = self.inspect(seed="dice 3 1 6")
        self.assertEqual(inspection.available_count, 12)
        inspection.action_draw()
        numbers = sorted(self.lines.mapped("ledger_no"))
        self.assertEqual(unpack(inspection.population), numbers)
        self.assertEqual(
            inspection.line_ids.mapped("ledger_no"), draw("dice 3 1 6", numbers, 5)
        )
        self.assertEqual(inspection.population_hours, 24)
        notice = inspection.action_draw_again()
        self.assertEqual(notice["params"]["type"], "success")

    def test_what_came_later_does_not_change_it(self):
        inspection = self.inspect()
        inspection.action_draw()
        self.assertTrue(inspection.seed, "chance wrote one")
        self.record(self.claim(date=self.start.date() - timedelta(days=40)))
        notice = inspection.action_draw_again()
        self.assertEqual(notice["params"]["type"], "success")

    def test_scope(self):
        other = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        day = self.start.date()
        for vals, count in (
            ({}, 12),
            ({"team_id": self.team.id}, 12),
            ({"team_id": other.id}, 0),
            ({"date_from": day - timedelta(days=3)}, 4),
            ({"date_to": day - timedelta(days=3)}, 9),
            ({"which": "proven"}, 0),
            ({"which": "claimed"}, 12),
            ({"project_id": self.project.id}, 12),
        ):
            with self.subTest(**vals):
                self.assertEqual(self.inspect(**vals).available_count, count)
        with self.assertRaises(UserError):
            self.inspect(which="proven").action_draw()
        percent = self.inspect(size_kind="percent", percent=20)
        percent.action_draw()
        self.assertEqual(percent.line_count, 3)

    def test_drawn_once_and_kept(self):
        inspection = self.inspect()
        inspection.action_draw()
        with self.assertRaises(UserError):
            inspection.action_draw()
        for vals in ({"seed": "another"}, {"size": 9}, {"which": "proven"}):
            with self.subTest(**vals), self.assertRaises(UserError):
                inspection.write(vals)
        for vals in ({"population": "1-9"}, {"state": "draft"}):
            with self.subTest(**vals), self.assertRaises(AccessError):
                inspection.write(vals)
        with self.assertRaises(UserError):
            inspection.unlink()
        with self.assertRaises(AccessError):
            inspection.line_ids.unlink()
        inspection.action_cancel("Drawn by mistake")
        self.assertEqual(inspection.state, "cancelled")
        self.assertEqual(inspection.line_count, 5)

    def test_queries_do_not_grow_with_the_sample(self):
        few, many = self.inspect(size=2), self.inspect(size=12)
        self.inspect(size=1).action_draw()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            few.action_draw()
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            many.action_draw()
            self.env.flush_all()

    def test_two_made_at_once_have_addresses_of_their_own(self):
        first, second = self.env["volunteer.inspection"].create(
            [{"name": name, "company_id": self.company.id} for name in "ab"]
        )
        self.assertNotEqual(first.token, second.token)
        self.assertNotEqual(first.copy().token, first.token)

    def test_queries_of_the_list_do_not_grow(self):
        inspection = self.inspect(size=12)
        inspection.action_draw()
        fields = ["volunteer_name", "date", "period", "hours", "service", "proof"]
        lines = inspection.line_ids.with_user(self.inspector)
        lines.read(fields)
        for count in (1, 12):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(count=count), self.assertQueryCount(14):
                lines[:count].read(fields)

    def test_who_checks(self):
        inspection = self.inspect()
        mine = inspection.with_user(self.inspector)
        self.assertFalse(mine.search([]), "a draft is the office's")
        inspection.action_draw()
        self.assertEqual(mine.search([]), mine)
        self.assertIn(self.inspector, inspection.activity_ids.user_id)
        line = mine.line_ids[0]
        self.assertTrue(line.volunteer_name)
        self.assertTrue(line.service)
        with self.assertRaises(UserError):
            self.note(line, "wrong")
        self.note(line, "wrong", "Was on duty")
        self.assertEqual((line.state, line.checked_by), ("checked", self.inspector))
        (mine.line_ids - line).action_note_correct()
        self.assertEqual(inspection.unchecked_count, 0)
        self.assertEqual(inspection.doubtful_count, 1)
        with self.assertRaises(AccessError):
            line.action_uphold("Mine to say")
        for vals in ({"hour_id": self.lines[0].id}, {"state": "upheld"}):
            with self.subTest(**vals), self.assertRaises(AccessError):
                line.write(vals)
        for user in (self.stranger, self.portal_user, self.leader_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).write({"finding": "Changed"})

    def test_nobody_checks_their_own_hours(self):
        inspection = self.inspect(size=12)
        inspection.inspector_ids |= self.member_user
        inspection.action_draw()
        own = inspection.line_ids.filtered(
            lambda line: line.hour_id.volunteer_id == self.member
        )
        self.assertTrue(own)
        with self.assertRaises(AccessError):
            own.with_user(self.member_user).action_note_correct()
        (inspection.line_ids - own).with_user(self.member_user).action_note_correct()


@tagged("post_install", "-at_install")
class TestUpholding(InspectionCase):
    def setUp(self):
        super().setUp()
        self.inspection = self.inspect(size=12)
        self.inspection.action_draw()
        self.line = self.inspection.line_ids.filtered(
            lambda line: line.hour_id.volunteer_id == self.member
        )[0]
        self.note(self.line, "wrong", "Was on duty")
        self.line = self.line.with_user(self.officer)

    def test_upheld_is_taken_back_and_bars_claims(self):
        self.line.action_uphold("On duty that day (roster)")
        self.assertEqual(self.line.state, "upheld")
        reversal = self.line.reversal_id
        self.assertEqual(reversal.reverses_id, self.line.hour_id)
        self.assertEqual(reversal.state, "submitted")
        bar = self.env["volunteer.claim.bar"].search(
            [("volunteer_id", "=", self.member.id)]
        )
        self.assertEqual(bar.state, "active")
        today = self.company._get_volunteer_today()
        self.assertEqual(bar.date_until, fields.Date.add(today, months=3))
        self.assertEqual(bar.inspection_id, self.inspection)
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.member.id), ("matter", "=", "hours")]
        )
        self.assertIn("On duty that day", message[:1].body)
        claims = self.Hour.with_user(self.member_user)
        with self.assertRaisesRegex(UserError, str(bar.date_until)):
            claims.action_claim(str(self.start.date()), 60, "Guided patients")

    def test_others_still_enter_hours(self):
        draft = self.claim(date=self.start.date() - timedelta(days=20))
        self.line.action_uphold("On duty")
        with self.assertRaises(UserError):
            draft.with_user(self.member_user).action_submit()
        draft.with_user(self.officer).action_submit()
        self.Hour.with_user(self.officer).create(
            {
                "volunteer_id": self.member.id,
                "project_id": self.project.id,
                "date": self.start.date() - timedelta(days=21),
                "minutes": 60,
                "description": "Entered by the office",
            }
        )
        self.Hour.with_user(self.portal_user).action_claim(
            str(self.start.date() - timedelta(days=30)), 60, "Somebody else"
        )

    def test_the_bar_is_lifted_or_ends(self):
        self.line.action_uphold("On duty")
        bar = self.env["volunteer.claim.bar"].search(
            [("volunteer_id", "=", self.member.id)]
        )
        bar = bar.with_user(self.officer)
        with self.assertRaises(UserError):
            bar.action_lift(" ")
        with self.assertRaises(AccessError):
            bar.with_user(self.leader_user).action_lift("A friend")
        bar.action_lift("The roster was wrong")
        self.assertEqual(bar.state, "lifted")
        claim = (str(self.start.date()), 60, "Read to children")
        self.Hour.with_user(self.member_user).action_claim(*claim)
        today = self.company._get_volunteer_today()
        past = {
            "volunteer_id": self.citizen.id,
            "company_id": self.company.id,
            "date_from": today - timedelta(days=9),
            "date_until": today - timedelta(days=1),
            "reason": "Long ago",
        }
        self.assertEqual(bar.create(past).state, "over")
        citizen = self.Hour.with_user(self.portal_user)
        citizen.action_claim(claim[0], 90, "Carried reports")
        bar.create({**past, "date_until": today})
        with self.assertRaisesRegex(UserError, str(today)):
            citizen.action_claim(claim[0], 30, "Fetched medicine")
        self.assertEqual(
            bar.search([("state", "=", "active")]).volunteer_id, self.citizen
        )

    def test_a_bar_follows_to_the_kept_record(self):
        self.line.action_uphold("On duty")
        kept = self.make_volunteer("Member again", kind="staff")
        self.member._merge_into_sudo(kept)
        bars = self.env["volunteer.claim.bar"]._get_active_sudo(self.member)
        self.assertEqual(bars.volunteer_id, kept)

    def test_presence_is_taken_back_without_a_bar(self):
        self.assertEqual(self.line.hour_id.source, "claim")
        self.line.action_uphold("On duty", bar_months=0)
        self.assertFalse(
            self.env["volunteer.claim.bar"].search(
                [("volunteer_id", "=", self.member.id)]
            )
        )
        for months in (-1, 121, "3"):
            with self.subTest(months=months), self.assertRaises(UserError):
                self.line.action_uphold("Again", bar_months=months)

    def test_a_refused_reversal_is_decided_again(self):
        """Nobody reads that hours were taken back while they stand."""
        for line in self.inspection.line_ids - self.line:
            self.note(line, "ok")
        self.line.action_uphold("On duty")
        first = self.line.reversal_id
        first.with_user(self.leader_user).action_refuse("The roster is wrong")
        with self.assertRaisesRegex(UserError, "refused or cancelled"):
            self.inspection.action_publish()
        self.line.action_uphold("The roster is right")
        self.assertEqual(self.line.reversal_id.state, "submitted")
        self.assertNotEqual(self.line.reversal_id, first)
        bars = self.env["volunteer.claim.bar"].search(
            [("volunteer_id", "=", self.member.id)]
        )
        self.assertEqual(len(bars), 1, "the bar goes on")
        self.line.reversal_id.with_user(self.officer).action_cancel()
        self.line.action_dismiss("The roster was wrong after all")
        self.inspection.action_publish()
        self.assertEqual(self.inspection._get_figures_sudo()["upheld"], 0)

    def test_a_reversal_that_is_under_way_is_not_made_twice(self):
        hour = self.line.hour_id.with_user(self.officer)
        (reversal_id,) = hour.action_reverse("Found by the office")
        self.line.action_uphold("On duty")
        self.assertEqual(self.line.reversal_id.id, reversal_id)

    def test_dismissed_stays(self):
        self.line.action_dismiss("The roster was changed that day")
        self.assertEqual(self.line.state, "dismissed")
        self.assertFalse(self.line.reversal_id)
        with self.assertRaises(UserError):
            self.line.action_uphold("After all")
        with self.assertRaises(UserError):
            self.note(self.line, "ok")

    def test_dismissed_stands_among_the_deeds_of_that_day(self):
        """In the audit file of a period, although the line did not change."""
        self.line.action_dismiss("The roster was changed that day")
        day = timedelta(days=400)
        then = fields.Date.today() + day
        self.line.sudo().write({"date_decided": self.line.date_decided + day})
        found = self.Hour.search(
            self.Hour._domain_trail_between(
                then - timedelta(days=1), then + timedelta(days=1), "Asia/Shanghai"
            )
        )
        self.assertEqual(found, self.line.hour_id)

    def test_nothing_to_uphold_in_what_is_correct(self):
        correct = (self.inspection.line_ids - self.line)[0]
        for result in (False, "ok"):
            self.note(correct, result)
            with self.assertRaises(UserError):
                correct.with_user(self.officer).action_uphold("No reason")

    def test_upheld_inspections_are_not_cancelled(self):
        self.line.action_uphold("On duty")
        with self.assertRaises(UserError):
            self.inspection.action_cancel("Nobody shall see this")

    def test_own_copy_and_erasure(self):
        self.line.action_uphold("On duty (roster)")
        data = self.member._get_own_data_sudo()
        service = {section["key"]: section for section in data["service"]}
        self.assertIn("Was on duty", str(service["inspections"]["rows"]))
        self.assertIn("On duty (roster)", str(service["claim_bars"]["rows"]))
        bar = self.env["volunteer.claim.bar"].search(
            [("volunteer_id", "=", self.member.id)]
        )
        self.member._erase_sudo()
        self.assertFalse(self.line.finding)
        self.assertFalse(self.line.decision_note)
        self.assertEqual(bar.reason, "–")
        self.assertEqual(self.line.state, "upheld", "what was decided stays")

import uuid
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import HoursCase

CLOCK = 1_795_000_000_000


@tagged("post_install", "-at_install")
class TestLeadTaps(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Soon after noon of the day: a stay over midnight would be of two days.
        cls.startClassPatcher(freeze_time(cls.start + timedelta(days=5, hours=5)))
        # A leader with a login of the portal only.
        cls.guide_user = cls.make_user("test_guide", "base.group_portal")
        cls.guide = cls.make_volunteer("Guide", cls.guide_user)
        # In the daytime: nobody knows who is of age, and no stay spans midnight.
        cls.now = cls.start + timedelta(days=6, hours=2)
        cls.enterClassContext(freeze_time(cls.now))
        cls.running = cls.make_activity(
            cls.now - timedelta(minutes=90),
            cls.now + timedelta(minutes=90),
            leader_id=cls.guide.id,
        )

    def signup(self, volunteer, activity=None):
        return (activity or self.running).signup_ids.filtered(
            lambda signup: signup.volunteer_id == volunteer
        )

    def tap(self, kind, volunteer=None, minutes_ago=0, activity=None, **more):
        signup = volunteer and self.signup(volunteer, activity)
        return {
            "uuid": str(uuid.uuid4()),
            "kind": kind,
            "at": CLOCK - minutes_ago * 60_000,
            "signup_id": signup.id if signup else 0,
            **more,
        }

    def hand_over(self, *taps, user=None, activity=None):
        activity = (activity or self.running).with_user(user or self.guide_user)
        answer = activity.action_hand_over_taps(list(taps), CLOCK)
        self.env.invalidate_all()
        return answer

    def test_taps_made_without_network_keep_their_own_times(self):
        answer = self.hand_over(
            self.tap("out", self.member, minutes_ago=10),
            self.tap("in", self.member, minutes_ago=85),
        )
        self.assertEqual(set(answer["results"].values()), {""})
        line = self.signup(self.member).hour_ids
        self.assertEqual(line.method, "roster")
        self.assertAlmostEqual(
            line.check_in, self.now - timedelta(minutes=85), delta=timedelta(seconds=5)
        )
        self.assertAlmostEqual(
            line.check_out, self.now - timedelta(minutes=10), delta=timedelta(seconds=5)
        )
        self.assertEqual((line.state, line.hours), ("draft", 1.0))

    def test_handing_over_twice_changes_nothing(self):
        taps = [
            self.tap("in", self.member, minutes_ago=60),
            self.tap("undo", self.member, minutes_ago=50),
            self.tap("in", self.citizen, minutes_ago=40),
        ]
        first = self.hand_over(*taps)
        second = self.hand_over(*taps)
        self.assertEqual(first["results"], second["results"])
        self.assertEqual(first["roster"]["rows"], second["roster"]["rows"])
        self.assertEqual(
            (self.signup(self.member).presence, self.signup(self.citizen).presence),
            ("none", "here"),
        )
        self.assertEqual(len(self.running.roster_tap_ids), 3)

    def test_two_phones_give_one_presence(self):
        self.hand_over(self.tap("in", self.member, minutes_ago=60))
        answer = self.hand_over(
            self.tap("in", self.member, minutes_ago=30), user=self.leader_user
        )
        self.assertEqual(set(answer["results"].values()), {""})
        self.assertEqual(len(self.signup(self.member).hour_ids), 1)

    def test_what_collides_is_told_and_kept(self):
        """Checked in by code meanwhile: "absent" does not overrule it."""
        self.signup(self.member).sudo()._check_in_sudo("qr", self.now)
        tap = self.tap("absent", self.member, minutes_ago=30)
        answer = self.hand_over(tap, self.tap("in", self.citizen))
        self.assertIn("Member", answer["results"][tap["uuid"]])
        self.assertEqual(self.signup(self.member).state, "attended")
        self.assertEqual(self.signup(self.citizen).presence, "here")
        [refused] = answer["roster"]["refused"]
        self.assertEqual(refused["uuid"], tap["uuid"])
        record = self.running.roster_tap_ids.filtered(
            lambda record: record.state == "refused"
        )
        self.assertEqual(self.running.refused_tap_count, 1)
        with self.assertRaises(AccessError):
            record.with_user(self.portal_user).action_seen()
        record.with_user(self.guide_user).action_seen()
        self.env.invalidate_all()
        self.assertFalse(self.running.refused_tap_count)

    def test_one_problem_does_not_stop_the_others(self):
        self.member.action_suspend("Ill")
        answer = self.hand_over(
            self.tap("in", self.member), self.tap("in", self.citizen)
        )
        self.assertEqual(
            [bool(problem) for problem in answer["results"].values()].count(True), 1
        )
        self.assertEqual(self.signup(self.citizen).presence, "here")
        self.assertEqual(self.signup(self.member).presence, "none")

    def test_too_old_or_too_late_is_typed_in_instead(self):
        late = self.tap("in", self.member, minutes_ago=4 * 24 * 60)
        answer = self.hand_over(late)
        self.assertIn("Type the times", answer["results"][late["uuid"]])
        over = self.tap("in", self.member, activity=self.activity)
        out = self.tap("out", self.member, activity=self.activity)
        answer = self.hand_over(
            over, out, activity=self.activity, user=self.leader_user
        )
        for tap in (over, out):
            self.assertIn("Type the times", answer["results"][tap["uuid"]])
        self.assertFalse(self.activity.hour_ids)

    def test_all_present_as_planned(self):
        taps = [
            self.tap("present", person, activity=self.activity)
            for person in (self.member, self.citizen)
        ]
        answer = self.hand_over(*taps, activity=self.activity, user=self.leader_user)
        self.assertEqual(set(answer["results"].values()), {""})
        self.assertEqual(self.activity.hour_ids.mapped("hours"), [3.5, 3.5])
        early = self.tap("present", self.member)
        answer = self.hand_over(early)
        self.assertIn("not over", answer["results"][early["uuid"]])

    def test_typed_times(self):
        answer = self.hand_over(
            self.tap(
                "times",
                self.member,
                activity=self.activity,
                time_in="08:04",
                time_out="10:40",
            ),
            activity=self.activity,
            user=self.leader_user,
        )
        self.assertEqual(set(answer["results"].values()), {""})
        line = self.activity.hour_ids
        self.assertEqual((line.hours, line.start), (2.5, self.start))
        row = next(row for row in answer["roster"]["rows"] if row["presence"] == "left")
        self.assertEqual(
            (row["in"], row["out"], row["hours"]), ("08:04", "10:40", "2.5")
        )
        self.assertIn("08:00–10:30", row["reason"])

    def test_typed_times_have_limits(self):
        signup = self.signup(self.member, self.activity).with_user(self.leader_user)
        for times, message in (
            (("04:00", "08:00"), "two hours before"),
            (("", ""), "Type when"),
            (("8 o'clock", ""), "hours and minutes"),
        ):
            with self.subTest(times=times), self.assertRaisesRegex(UserError, message):
                signup.action_type_times(*times)
        with self.assertRaises(AccessError):
            signup.with_user(self.portal_user).action_type_times("08:00")
        signup.action_type_times("08:00", "11:30")
        with self.assertRaisesRegex(UserError, "already"):
            signup.action_type_times("09:00", "11:30")

    def test_a_wrong_tap_is_taken_back_step_by_step(self):
        self.hand_over(
            self.tap("in", self.member, minutes_ago=60),
            self.tap("out", self.member, minutes_ago=30),
        )
        signup = self.signup(self.member)
        guide = signup.with_user(self.guide_user)
        guide.action_undo_presence()
        self.assertEqual((signup.presence, signup.hours), ("here", 0))
        guide.action_undo_presence()
        self.assertEqual((signup.presence, signup.state), ("none", "confirmed"))
        with self.assertRaisesRegex(UserError, "nothing"):
            guide.action_undo_presence()
        guide.action_mark_absent()
        guide.action_undo_presence()
        self.assertEqual(signup.state, "confirmed")
        self.hand_over(self.tap("in", self.member))
        self.assertEqual(signup.presence, "here")

    def test_submitted_hours_are_not_taken_back(self):
        activity = self.activity.with_user(self.leader_user)
        activity.action_confirm_all_present()
        self.activity.hour_ids.action_submit()
        with self.assertRaisesRegex(UserError, "submitted"):
            self.activity.signup_ids.with_user(self.leader_user).action_undo_presence()

    def test_absent_and_came_after_all(self):
        self.hand_over(
            self.tap("absent", self.member, minutes_ago=60),
            self.tap("in", self.member, minutes_ago=30),
        )
        signup = self.signup(self.member)
        self.assertEqual((signup.state, signup.presence), ("attended", "here"))
        self.assertEqual(self.running.slot_ids.taken, 2)

    def test_all_here_costs_the_same_for_many(self):
        """Forty people are checked in by as many queries as two."""
        people = self.env["volunteer.volunteer"].create(
            [
                {"name": f"P{number}", "company_id": self.company.id}
                for number in range(40)
            ]
        )
        people.action_register()
        self.running.slot_ids.seats = 60
        self.running.slot_ids.action_sign_up_volunteers(people.ids)
        warm = self.make_volunteer("Warm")
        self.running.slot_ids.action_sign_up_volunteers(warm.ids)
        counts = []
        self.hand_over(self.tap("in", warm))
        for group in (people[:2], people[2:]):
            taps = [self.tap("in", person) for person in group]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.running.with_user(self.guide_user).action_hand_over_taps(taps, CLOCK)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(
            len(self.running.hour_ids.filtered(lambda line: line.state == "open")), 41
        )
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    def test_only_who_is_in_charge(self):
        tap = self.tap("in", self.member)
        for user in (self.portal_user, self.member_user, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.hand_over(tap, user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.running.with_user(user).action_get_roster()
        self.hand_over(tap, user=self.officer)
        self.assertEqual(self.signup(self.member).presence, "here")

    def test_a_suspended_leader_leads_nothing(self):
        self.guide.action_suspend("Ill")
        with self.assertRaises(AccessError):
            self.hand_over(self.tap("in", self.member))

    def test_taps_are_of_this_activity_only(self):
        """A sign-up of another activity is not reached by naming its id."""
        foreign = self.tap("in", self.member, activity=self.activity)
        answer = self.hand_over(foreign)
        self.assertIn("not signed up", answer["results"][foreign["uuid"]])
        self.assertFalse(self.activity.hour_ids)

    def test_walk_in_by_number(self):
        late = self.make_volunteer("Late")
        answer = self.hand_over(self.tap("add", code=f" {late.code} ", minutes_ago=5))
        self.assertEqual(set(answer["results"].values()), {""})
        self.assertEqual(self.signup(late).presence, "here")
        self.assertEqual(self.running.slot_ids.taken, 3)
        wrong = self.tap("add", code="nobody")
        self.assertIn("nobody", self.hand_over(wrong)["results"][wrong["uuid"]])

    def test_gates_hold_for_walk_ins(self):
        late = self.make_volunteer("Late")
        late.action_suspend("Ill")
        tap = self.tap("add", code=late.code)
        self.assertIn("Late", self.hand_over(tap)["results"][tap["uuid"]])
        self.assertFalse(self.signup(late))

    def test_a_substitute_takes_the_place(self):
        late = self.make_volunteer("Late")
        self.running.slot_ids.sudo().seats = 2
        full = self.tap("add", code=late.code)
        self.assertIn("seat", self.hand_over(full)["results"][full["uuid"]])
        self.hand_over(
            self.tap("add", code=late.code, instead_of=self.signup(self.member).id)
        )
        self.assertEqual(self.signup(self.member).state, "cancelled")
        self.assertEqual(self.signup(late).presence, "here")
        self.assertEqual(self.running.slot_ids.taken, 2)

    def test_numbers_are_not_tried_one_after_the_other(self):
        self.env["volunteer.throttle"].sudo().search([]).unlink()
        taps = [self.tap("add", code=f"x{number}") for number in range(121)]
        answer = self.hand_over(*taps)
        self.assertIn("wait an hour", answer["results"][taps[-1]["uuid"]])


@tagged("post_install", "-at_install")
class TestRating(HoursCase):
    def signup(self, volunteer):
        return self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == volunteer
        )

    def test_marks_go_with_the_hours(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        signup = self.signup(self.member)
        signup.with_user(self.leader_user).action_rate(4, " Kind to patients ")
        self.assertEqual((signup.quality, signup.quality_note), (4, "Kind to patients"))
        self.assertEqual(signup.hour_ids.quality, 4)
        self.assertEqual(signup.hour_ids.quality_date, signup.quality_date)
        signup.with_user(self.leader_user).action_rate(5)
        self.assertEqual(
            (signup.hour_ids.quality, signup.quality_note[:4]), (5, "Kind")
        )

    def test_a_mark_before_leaving_goes_with_the_hours(self):
        signup = self.signup(self.member).with_user(self.leader_user)
        signup.action_check_in("roster", self.start)
        signup.action_rate(3)
        signup.action_check_out(self.stop)
        self.assertEqual(signup.sudo().hour_ids.quality, 3)

    def test_who_may_give_which_mark(self):
        self.activity.slot_ids.action_sign_up_volunteers(self.leader.ids)
        own = self.signup(self.leader).with_user(self.leader_user)
        with self.assertRaisesRegex(UserError, "has not been there"):
            own.action_rate(5)
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        with self.assertRaisesRegex(UserError, "themselves"):
            own.action_rate(5)
        own.with_user(self.officer).action_rate(5)
        signup = self.signup(self.member)
        for wrong in (6, -1, True, 2.5, "5"):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                signup.with_user(self.leader_user).action_rate(wrong)
        for user in (self.member_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signup.with_user(user).action_rate(5)
        with self.assertRaises(AccessError):
            signup.with_user(self.officer).write({"quality": 5})

    def test_what_was_published_is_settled(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        signup = self.signup(self.member)
        signup.with_user(self.leader_user).action_rate(2)
        self.record(self.activity.hour_ids)
        with self.assertRaisesRegex(UserError, "settled"):
            signup.with_user(self.leader_user).action_rate(5)
        self.assertEqual(signup.hour_ids.quality, 2)

    def test_remarks_are_read_by_the_person_and_erased_with_them(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        signup = self.signup(self.citizen)
        signup.with_user(self.leader_user).action_rate(4, "Kind to patients")
        own = self.citizen._get_own_data_sudo()
        [section] = [item for item in own["evaluation"] if item["key"] == "marks"]
        self.assertIn("Kind to patients", str(section))
        self.citizen.with_user(self.officer).action_erase("Asked")
        self.assertEqual((signup.quality, signup.quality_note), (4, False))

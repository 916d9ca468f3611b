from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .test_message_delivery import OutboxCommon


class CallCommon(OutboxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill = cls.env["volunteer.tag"].create(
            {"name": "First aid", "kind": "skill"}
        )
        cls.people = cls.env["volunteer.volunteer"].union(
            *(
                cls._new_volunteer(
                    f"Roster {number}",
                    cls._new_user(f"roster{number}", "base.group_portal"),
                    skill_ids=[(6, 0, cls.skill.ids)],
                )
                for number in range(4)
            )
        )
        cls._stand_by(cls.people)

    @classmethod
    def _stand_by(cls, people, team=None):
        cls.env["volunteer.team.member"].create(
            [
                {
                    "team_id": (team or cls.team).id,
                    "volunteer_id": person.id,
                    "date_from": "2020-01-01",
                    "standby": True,
                }
                for person in people
            ]
        )

    def _new_call(self, user=None, seats=2, call=True, **vals):
        start = self._from_now(48)
        record = (
            self.env["volunteer.call"]
            .with_user(user or self.officer)
            .create(
                {
                    "name": "Hands needed",
                    "message": "Many patients",
                    "company_id": self.company.id,
                    "project_id": self.project.id,
                    "post_id": self.post.id,
                    "start": start,
                    "stop": start + timedelta(hours=4),
                    "seats": seats,
                    **vals,
                }
            )
        )
        if call:
            record.action_call()
        return record.sudo()

    def _answer(self, call, number, coming=True):
        person = self.people[number]
        answer = self._get_answer(call, person)
        return answer.with_user(person.user_id).action_answer(coming)

    def _get_answer(self, call, person):
        return call.answer_ids.filtered(lambda answer: answer.volunteer_id == person)

    def _run_seats(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_call_cron_seat"
            ).method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestCall(CallCommon):
    def test_who_is_called(self):
        self.env["volunteer.team.member"].search(
            [("volunteer_id", "=", self.people[3].id)]
        ).standby = False
        call = self._new_call(call=False)
        self.assertEqual(call.candidate_count, 3)
        call.with_user(self.officer).action_call()
        self.assertEqual(call.answer_ids.volunteer_id, self.people[:3])
        messages = call.activity_id.sent_message_ids
        self.assertEqual(messages.volunteer_id, self.people[:3])
        self.assertTrue(all(messages.mapped("urgent")))
        self.assertEqual(call.state, "calling")
        self.assertEqual(call.activity_id.state, "published")
        with self.assertRaises(UserError):
            call.with_user(self.officer).action_call()

    def test_by_skill_and_team(self):
        self.people[:2].skill_ids = False
        call = self._new_call(skill_ids=[(6, 0, self.skill.ids)])
        self.assertEqual(call.answer_ids.volunteer_id, self.people[2:])
        below = self.env["volunteer.team"].create(
            {"name": "Below", "company_id": self.company.id, "parent_id": self.team.id}
        )
        self._stand_by(self.people[0], below)
        call = self._new_call(team_ids=[(6, 0, below.ids)])
        self.assertEqual(call.answer_ids.volunteer_id, self.people[0])

    def test_gates_hold(self):
        busy = self._new_activity(hours=48, seats=9)
        busy.slot_ids.action_sign_up_volunteers(self.people[0].ids)
        call = self._new_call()
        answer = self._get_answer(call, self.people[0])
        self.assertEqual(answer.state, "barred")
        self.assertIn("at the same time", answer.obstacle)
        self.assertNotIn(self.people[0], call.activity_id.sent_message_ids.volunteer_id)
        # Somebody who has signed up elsewhere since.
        busy.slot_ids.action_sign_up_volunteers(self.people[1].ids)
        self.assertEqual(self._answer(call, 1), "barred")
        self.assertFalse(call.activity_id.signup_ids)

    def test_first_come_first_in(self):
        call = self._new_call()
        states = [self._answer(call, number) for number in (2, 0, 3, 1)]
        self.assertEqual(states, ["coming", "coming", "reserve", "reserve"])
        self.assertEqual(call.state, "filled")
        self.assertEqual(
            (call.coming_count, call.reserve_count, call.silent_count), (2, 2, 0)
        )
        self.assertEqual(
            call.activity_id.signup_ids.volunteer_id, self.people[2] | self.people[0]
        )
        self.assertEqual(call.slot_id.taken, 2)
        read = call.activity_id.sent_message_ids.filtered("date_read").volunteer_id
        self.assertEqual(read, self.people, "whoever has answered is not phoned")
        # Twice is once.
        self.assertEqual(self._answer(call, 2), "coming")
        self.assertEqual(call.slot_id.taken, 2)

    def test_the_reserve_moves_up(self):
        call = self._new_call(seats=1)
        for number in (0, 1, 2):
            self._answer(call, number)
        self._answer(call, 0, coming=False)
        self.assertEqual(self._get_answer(call, self.people[0]).state, "declined")
        self.assertEqual(call.state, "calling")
        self._run_seats()
        self.assertEqual(self._get_answer(call, self.people[1]).state, "coming")
        self.assertEqual(self._get_answer(call, self.people[2]).state, "reserve")
        self.assertEqual(call.state, "filled")
        told = call.activity_id.sent_message_ids.filtered(
            lambda message: "needed now" in message.title
        )
        self.assertEqual(told.volunteer_id, self.people[1])
        # The sign-up is cancelled on the page of activities, not here.
        call.activity_id.signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        ).with_user(self.people[1].user_id).action_cancel()
        self._run_seats()
        self.assertEqual(self._get_answer(call, self.people[2]).state, "coming")

    def test_an_existing_activity(self):
        activity = self._new_activity(hours=48, seats=1)
        activity.slot_ids.action_sign_up_volunteers(self.people[0].ids)
        call = self._new_call(activity_id=activity.id, project_id=False)
        self.assertNotIn(self.people[0], call.answer_ids.volunteer_id)
        self.assertEqual(activity.slot_ids.seats, 3)
        self._answer(call, 1)
        self.assertEqual(activity.seats_taken, 2)
        activity.with_user(self.officer).action_cancel("Over")
        self.assertEqual(call.state, "closed")

    def test_closing(self):
        call = self._new_call(seats=1)
        for number in (0, 1):
            self._answer(call, number)
        call.with_user(self.officer).action_close()
        thanked = call.activity_id.sent_message_ids.filtered(
            lambda message: "Thank you" in message.title
        )
        self.assertEqual(thanked.volunteer_id, self.people[1])
        with self.assertRaisesRegex(UserError, "over"):
            self._answer(call, 2)
        with self.assertRaises(UserError):
            call.with_user(self.officer).action_close()

    def test_who_answers(self):
        call = self._new_call()
        answer = self._get_answer(call, self.people[0])
        other = self.people[1].user_id
        for user in (other, self.staff, self.portal):
            with self.assertRaises(AccessError, msg=user.login):
                answer.with_user(user).action_answer(True)
        answer.with_user(self.leader).action_comes()
        self.assertEqual(answer.state, "coming")
        self.assertEqual(answer.answered_by_id, self.leader)
        self.assertEqual(
            call.activity_id.sent_message_ids.filtered("date_phoned").volunteer_id,
            self.people[0],
        )
        with self.assertRaises(AccessError):
            answer.with_user(other).write({"state": "coming"})
        with self.assertRaises(AccessError):
            call.with_user(self.officer).write({"state": "filled"})

    def test_leaders_call_their_own_teams(self):
        with self.assertRaises(AccessError):
            self._new_call(self.leader)
        call = self._new_call(self.leader, team_ids=[(6, 0, self.team.ids)])
        self.assertEqual(len(call.answer_ids), 4)
        other = self.env["volunteer.team"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        with self.assertRaises(AccessError):
            self._new_call(self.leader, team_ids=[(6, 0, (self.team | other).ids)])

    def test_nobody_to_call(self):
        with self.assertRaisesRegex(UserError, "Nobody"):
            self._new_call(
                skill_ids=[
                    (0, 0, {"name": "Juggling", "kind": "skill"}),
                ]
            )

    def test_queries_do_not_grow(self):
        def run(count):
            team = self.env["volunteer.team"].create(
                {"name": f"Team {count}", "company_id": self.company.id}
            )
            people = self.env["volunteer.volunteer"].create(
                [
                    {"name": f"Called {number}", "company_id": self.company.id}
                    for number in range(count)
                ]
            )
            people.action_register()
            self._stand_by(people, team)
            call = self._new_call(call=False, team_ids=[(6, 0, team.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call.with_user(self.officer).action_call()
            self.env.flush_all()
            self.assertEqual(len(call.answer_ids), count)
            return self.env.cr.sql_log_count - before

        run(1)
        self.assertEqual(run(40), run(1))


@tagged("post_install", "-at_install")
class TestCallPages(CallCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people.user_id.lang = "en_US"

    def _press(self, path, **values):
        page = self.url_open(path).text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        return self.url_open(
            f"{path}/answer", data={"csrf_token": token, **values}
        ).text

    def test_with_a_login(self):
        call = self._new_call(seats=1)
        self.authenticate("roster0", "roster0")
        self.assertIn("Hands needed", self.url_open("/my/volunteer").text)
        path = f"/my/volunteer/calls/{call.id}"
        self.assertIn('data-state="coming"', self._press(path, coming="1"))
        self.assertEqual(call.coming_count, 1)
        self.assertNotIn(
            f'href="{path}"', self.url_open("/my/volunteer").text, "answered"
        )

    def test_by_link(self):
        call = self._new_call(seats=1)
        message = call.activity_id.sent_message_ids.filtered(
            lambda one: one.volunteer_id == self.people[1]
        )
        page = self.url_open(message.url).text
        self.assertIn("Many patients", page)
        self.assertNotIn(self.people[1].name, page, "masked")
        self.assertIn('data-state="coming"', self._press(message.url, coming="1"))
        self.assertIn('data-state="declined"', self._press(message.url))
        self.env.invalidate_all()
        self.assertEqual(call.coming_count, 0)

    def test_forged_links(self):
        call = self._new_call()
        first, second = call.answer_ids[:2]
        signature = first._get_link_sudo().partition("-")[2]
        for path in (
            f"/volunteer/call/{second.id}-{signature}",
            f"/volunteer/call/{first.id}",
            "/volunteer/call/x-y",
            "/volunteer/call/99999999999-a",
        ):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("Many patients", response.text, path)

    def test_somebody_elses(self):
        call = self._new_call()
        self._new_user("roster_out", "base.group_portal").lang = "en_US"
        self.authenticate("roster_out", "roster_out")
        page = self.url_open(f"/my/volunteer/calls/{call.id}").text
        self.assertNotIn("Many patients", page)

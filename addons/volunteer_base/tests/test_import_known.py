from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import volunteer_import_reading
from .test_import import ImportCase, resident_id


@tagged("post_install", "-at_install")
class TestImportOfKnownPeople(ImportCase):
    """What an import does with people who are here, and what it tells of them."""

    def _in_state(self, state):
        volunteer = self._new_volunteer(f"Was {state}")
        if state in ("applied", "rejected"):
            volunteer = self.Volunteer.create(
                {"name": f"Was {state}", "company_id": self.company.id}
            )
        if state == "rejected":
            volunteer.action_reject("no")
        elif state == "suspended":
            volunteer.action_suspend("for now")
        elif state == "left":
            volunteer.action_leave("moved")
        self.assertEqual(volunteer.state, state)
        return volunteer

    def _numbers(self, *volunteers):
        self.env["volunteer.identity"].create(
            [
                {"volunteer_id": volunteer.id, "id_number": resident_id(n)}
                for n, volunteer in enumerate(volunteers)
            ]
        )

    def test_who_does_not_serve_is_left_alone(self):
        states = ("applied", "rejected", "suspended", "left", "registered")
        people = [self._in_state(state) for state in states]
        rows = [["New name", person.code] for person in people]
        register = self._upload(
            self._csv(["姓名", "志愿者编号"], *rows),
            team_id=self.team.id,
            good_rows_only=True,
        )
        self.assertEqual(register.problem_ids.mapped("row"), [2, 3, 4, 5])
        self.assertEqual(len(set(register.problem_ids.mapped("message"))), 4)
        register.action_run()
        *others, serving = people
        self.assertEqual(serving.name, "New name")
        self.assertEqual(serving.team_ids, self.team)
        for person, state in zip(others, states, strict=False):
            self.assertEqual((person.name, person.state), (f"Was {state}", state))
            self.assertFalse(person.member_ids)
        self.assertEqual((register.updated_count, register.failed_count), (1, 4))

    def test_erased_people_stay_erased(self):
        person = self._new_volunteer("Forget me")
        code = person.code
        person.with_user(self.officer).action_erase("asked for it")
        name = person.name
        register = self._upload(
            self._csv(
                ["姓名", "志愿者编号", "手机"], ["Forget me", code, "13900000001"]
            ),
            good_rows_only=True,
        )
        self.assertIn("was erased", register.problem_ids.message)
        with self.assertRaises(UserError):
            register.action_run()
        self.assertEqual(person.name, name)
        self.assertFalse(person.identity_ids)
        self.assertFalse(person.active)

    def test_applicants_get_their_own_team_when_accepted(self):
        second = self.env["volunteer.team"].create(
            {"name": "Second", "company_id": self.company.id}
        )
        member = self._new_volunteer("Serves")
        register = self._upload(
            self._csv(
                ["姓名", "队伍", "志愿者编号"],
                ["甲", "Second", ""],
                ["Serves", "Second", member.code],
            ),
            team_id=self.team.id,
            new_state="applied",
        )
        register.action_run()
        person = self._imported(register)
        self.assertFalse(person.member_ids)
        self.assertEqual(member.team_ids, self.team | second, "serves already")
        person.with_user(self.officer).action_accept()
        self.assertEqual(person.team_ids, self.team | second)

    def test_a_group_is_told_nothing(self):
        people = [self._in_state(state) for state in ("left", "applied", "registered")]
        erased = self._new_volunteer("Gone")
        self._numbers(*people, self._new_volunteer("Here, too"))
        self.env["volunteer.external.number"].create(
            {
                "volunteer_id": people[2].id,
                "platform_id": self.platform.id,
                "number": "Z1",
            }
        )
        erased.action_erase("asked for it")
        head = ["姓名", "身份证号", "志愿汇编号"]

        def shown(*rows):
            register = self._upload(
                self._csv(head, *rows),
                user=self.leader,
                purpose="group",
                team_id=self.team.id,
                platform_id=self.platform.id,
                good_rows_only=True,
            )
            before = self._read(register)
            self.assertEqual((register.row_count, register.bad_row_count), (5, 1))
            register.action_run()
            return before, self._read(register)

        known = [
            ["甲", resident_id(0), ""],
            ["乙", resident_id(1), ""],
            ["丙", resident_id(2), "Z2"],
            ["丁", resident_id(50), "Z1"],
            ["", resident_id(3), ""],
        ]
        strangers = [
            ["甲", resident_id(60), ""],
            ["乙", resident_id(61), ""],
            ["丙", resident_id(62), "Z62"],
            ["丁", resident_id(63), "Z63"],
            ["", resident_id(64), ""],
        ]
        self.assertEqual(shown(*known), shown(*strangers))

    def _read(self, register):
        """Return all that a leader can read of an import, its notes included."""
        register.invalidate_recordset()
        leader = register.with_user(self.leader)
        self.assertNotIn("What happens", register.preview or "")
        # The preview shows what they typed.
        own = {"id", "preview", "message_ids", "activity_ids", "column_ids"}
        names = [
            name
            for name, field in leader.fields_get().items()
            if field["type"] not in ("datetime", "date", "one2many", "many2many")
            and name not in own
        ]
        activities = self.env["mail.activity"].with_user(self.leader)
        activities = activities.search(
            [("res_model", "=", "volunteer.import"), ("res_id", "=", register.id)]
        )
        values = leader.read(names)[0]
        values.pop("id")
        return (
            {name: str(value) for name, value in values.items()},
            leader.problem_ids.mapped("message"),
            [str(note) for note in activities.mapped("note")],
        )

    def test_every_bad_row_is_left_out(self):
        self.patch(volunteer_import_reading, "MAX_PROBLEMS", 3)
        person = self._new_volunteer("甲")
        self._numbers(person)
        register = self._upload(
            self._csv(
                ["姓名", "手机", "性别", "身份证号", "志愿者编号"],
                ["", "1", "x", "", ""],
                ["", "1", "x", "", ""],
                ["甲", "", "", resident_id(0), ""],
                ["Somebody", "", "", "", person.code],
            ),
            good_rows_only=True,
        )
        self.assertEqual(register.problem_ids.mapped("row"), [2, 3, 5])
        register.action_run()
        self.assertEqual(person.name, "甲")
        self.assertEqual((register.updated_count, register.failed_count), (1, 3))

    def test_teams_of_one_name(self):
        Team = self.env["volunteer.team"]
        upper = Team.create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("North", "South")
            ]
        )
        lower = Team.create(
            [
                {"name": "Guides", "company_id": self.company.id, "parent_id": team.id}
                for team in upper
            ]
        )
        register = self._upload(
            self._csv(
                ["姓名", "队伍"],
                ["甲", "Guides"],
                ["乙", "South / Guides"],
            ),
            good_rows_only=True,
        )
        self.assertEqual(register.problem_ids.row, 2)
        self.assertIn("Several are called “Guides”", register.problem_ids.message)
        register.action_run()
        self.assertEqual(self._imported(register).team_ids, lower[1])

    def test_not_for_another_unit(self):
        register = self._upload(self._csv(["姓名"], ["甲"]))
        with self.assertRaises(AccessError):
            register.write({"company_id": self.other_company.id})

    def test_a_roster_does_not_teach_the_unit(self):
        content = self._csv(["姓名", "备用号"], ["甲", "13800005678"])
        roster = self._upload(
            content, user=self.leader, purpose="group", team_id=self.team.id
        )
        roster.column_ids[1].target = "mobile"
        roster.action_check()
        roster.action_run()
        self.assertEqual(roster.state, "done")
        self.assertFalse(self._upload(content).column_ids[1].target)

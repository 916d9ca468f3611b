import re

from odoo.tests import HttpCase, tagged

from .test_import import ImportCase, resident_id


@tagged("post_install", "-at_install")
class TestRosterPage(ImportCase, HttpCase):
    """A teacher without a seat in the backend signs a class up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teacher = cls._new_user("roster_teacher", "base.group_portal")
        cls.teacher_volunteer = cls._new_volunteer("Teacher", cls.teacher)
        cls.school_team = cls.env["volunteer.team"].create(
            {
                "name": "School team",
                "company_id": cls.company.id,
                "leader_id": cls.teacher_volunteer.id,
            }
        )

    def _page(self):
        return self.url_open("/my/volunteer/rosters").text

    def _post(self, path="", files=None, **values):
        token = self._page().split('name="csrf_token"')[1]
        values["csrf_token"] = token.split('value="')[1].split('"')[0]
        return self.url_open(
            f"/my/volunteer/rosters{path}", data=values, files=files
        ).text

    def _send(self, *rows, team=None, kind="minor"):
        content = self._csv(["姓名", "身份证号", "学校"], *rows)
        return self._post(
            files={"file": ("class.csv", content)},
            team_id=(team or self.school_team).id,
            kind=kind,
        )

    def _rosters(self):
        return self.env["volunteer.import"].search([("user_id", "=", self.teacher.id)])

    def test_check_and_hand_in(self):
        self.authenticate("roster_teacher", "roster_teacher")
        self.assertIn("/my/volunteer/rosters", self.url_open("/my/volunteer").text)
        page = self._send(
            ["小明", resident_id(1, "20150101"), "小学"], ["", "", "小学"]
        )
        roster = self._rosters()
        self.assertEqual(roster.problem_ids.row, 3)
        self.assertIn(f'data-roster="{roster.id}"', page)
        self.assertEqual((roster.state, roster.company_id), ("checked", self.company))
        self.assertFalse(self._imported(roster))
        page = self._post(f"/{roster.id}/hand-in")
        self.assertIn("alert-success", page)
        pupil = self._imported(roster)
        self.assertEqual(
            (pupil.name, pupil.kind, pupil.state, pupil.source),
            ("小明", "minor", "applied", "group"),
        )
        self._post(f"/{roster.id}/hand-in")
        self.assertEqual(len(self._imported(roster)), 1, "each row once")

    def test_known_people_are_not_revealed(self):
        for known in (False, True):
            volunteer = self._new_volunteer("x")
            if known:
                self.env["volunteer.identity"].create(
                    {"volunteer_id": volunteer.id, "id_number": resident_id(8)}
                )
        self.authenticate("roster_teacher", "roster_teacher")
        pages = []
        for number in (resident_id(7), resident_id(8)):
            page = self._send(["甲", number, ""])
            page += self._post(f"/{self._rosters().id}/hand-in")
            # What differs from file to file; every number that a teacher reads stays.
            pages.append(
                re.sub(
                    r'value="\w+"|csrf_token: "\w+"|data-roster="\d+"|/rosters/\d+/',
                    "",
                    page,
                )
            )
            self.assertRegex(page, r"<span>1</span>[^<>]+<span>1</span>")
            self._rosters().unlink()
        self.assertEqual(pages[0], pages[1])

    def test_not_ones_own(self):
        self.authenticate("roster_teacher", "roster_teacher")
        page = self._send(["甲", "", ""], team=self.team)
        self.assertIn("alert-danger", page)
        page = self._send(["甲", "", ""], kind="staff")
        self.assertIn("alert-danger", page)
        self.assertFalse(self._rosters())
        foreign = self._upload(
            self._csv(["姓名"], ["甲"]),
            user=self.leader,
            purpose="group",
            team_id=self.team.id,
        )
        for deed in ("hand-in", "discard"):
            self.assertIn("alert-danger", self._post(f"/{foreign.id}/{deed}"))
        self.assertEqual(foreign.state, "checked")
        self.authenticate("test_portal", "test_portal")
        response = self.url_open("/my/volunteer/rosters")
        self.assertTrue(response.url.endswith("/my/volunteer"), "nobody's leader")

    def test_discard_and_hostile_uploads(self):
        self.authenticate("roster_teacher", "roster_teacher")
        self._send(["甲", "", ""])
        self._post(f"/{self._rosters().id}/discard")
        self.assertFalse(self._rosters())
        page = self._post(team_id=self.school_team.id, kind="minor")
        self.assertIn("alert-danger", page)
        page = self._post(
            files={"file": ("a.xlsx", b"PK\x03\x04" + bytes(50))},
            team_id=self.school_team.id,
            kind="minor",
        )
        self.assertIn("text-danger", page)
        self.assertEqual(self._rosters().state, "failed")
        page = self._post(
            files={"file": ("a.csv", b"x")}, team_id="1 OR 1=1", kind="minor"
        )
        self.assertIn("alert-danger", page)

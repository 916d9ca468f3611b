import io
from datetime import datetime, timedelta

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase

#: A Tuesday morning in Shanghai.
NOW = datetime(2026, 3, 3, 1, 0)


@tagged("post_install", "-at_install")
class TestMismatch(ReportsCase):
    """Three volunteers, one of whom has nothing to do, and seats that stay empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["volunteer.category"].search([], limit=1)
        cls.post.category_id = cls.category
        cls.leader.category_ids = cls.category
        cls.startClassPatcher(freeze_time(NOW))
        # On Saturday: two of ten seats taken, by member and citizen.
        cls.coming = cls.make_activity(
            NOW + timedelta(days=4), NOW + timedelta(days=4, hours=3)
        )

    def compare(self, user=None, **vals):
        wizard = (
            self.env["volunteer.mismatch"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, **vals})
        )
        wizard.action_compare()
        return wizard

    def test_both_lists(self):
        wizard = self.compare()
        [need] = wizard.need_ids
        self.assertEqual((need.post_id, need.weekday), (self.post, "6"))
        self.assertEqual(
            (need.seats, need.taken, need.open_past, need.open_ahead), (10, 2, 0, 8)
        )
        self.assertEqual((need.fitting_count, need.fitting_names), (1, "Leader"))
        self.assertEqual(wizard.person_ids.volunteer_id, self.leader)
        self.assertEqual(wizard.person_ids.fitting_count, 1)
        self.assertEqual(need.sudo().activity_ids, self.coming)
        found = self.env["volunteer.activity"].search(
            need.action_open_activities()["domain"]
        )
        self.assertEqual(found, self.coming)
        call = need.action_call()["context"]
        self.assertEqual(call["default_activity_id"], self.coming.id)

    def test_who_lacks_a_licence_or_another_day_does_not_fit(self):
        licence = self.env["volunteer.licence"].create(
            {"name": "Nurse", "kind": "licence"}
        )
        self.post.licence_ids = licence
        self.assertEqual(self.compare().need_ids.fitting_count, 0)
        self.env["volunteer.qualification"].sudo().create(
            {
                "volunteer_id": self.leader.id,
                "kind": "licence",
                "licence_id": licence.id,
                "date_from": "2026-01-01",
            }
        )
        self.assertEqual(self.compare().need_ids.fitting_count, 1)
        # Served before, but never on a Saturday.
        with freeze_time(NOW - timedelta(days=62)):
            past = self.make_activity(
                NOW - timedelta(days=60),
                NOW - timedelta(days=60) + timedelta(hours=3),
                self.leader,
            )
        past.signup_ids.sudo().state = "attended"
        wizard = self.compare()
        self.assertEqual(wizard.need_ids.fitting_count, 0)
        person = wizard.person_ids
        self.assertEqual(person.posts, "Guide")
        self.assertEqual(person.last_date, past.date)

    def test_who_was_called_is_left_out(self):
        call = self.env["volunteer.call"].create(
            {
                "name": "Come",
                "kind": "shortage",
                "activity_id": self.coming.id,
                "company_id": self.company.id,
                "post_id": self.post.id,
                "message": "Come",
                "standby_only": False,
            }
        )
        call.action_call()
        self.assertIn(self.leader, call.answer_ids.volunteer_id)
        self.assertFalse(self.compare().person_ids)

    def test_leaders_see_their_own(self):
        other = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        mine = self.compare(self.leader_user)
        self.assertEqual(mine.need_ids.open_ahead, 8)
        self.coming.team_id = other
        self.assertFalse(self.compare(self.leader_user).need_ids)
        stranger = self.make_volunteer("Nobody of theirs")
        self.assertIn(stranger, self.compare().person_ids.volunteer_id)
        self.assertNotIn(
            stranger, self.compare(self.leader_user).person_ids.volunteer_id.sudo()
        )

    def test_nobody_else(self):
        with self.assertRaises(AccessError):
            self.compare(self.member_user)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        with self.assertRaises(AccessError):
            self.compare(company_id=other.id)
        with self.assertRaises(UserError):
            self.compare(date_from="2026-03-03", date_to="2026-03-01")

    def test_spreadsheet_and_a_period_of_nothing(self):
        file = io.BytesIO()
        self.compare()._write_register_xlsx(file)
        needs, people = openpyxl.load_workbook(file).worksheets
        self.assertEqual(
            [cell.value for cell in needs[4]][:4], ["Guide", "Saturday", 10, 2]
        )
        self.assertEqual(people["A4"].value, "Leader")
        empty = self.compare(date_from="2001-01-01", date_to="2001-01-31")
        empty._write_register_xlsx(io.BytesIO())
        pdf = empty.with_context(force_report_rendering=True)._render_register_pdf()
        self.assertEqual(len(self.read_pdf(pdf)), 2)

    def test_constant_queries(self):
        wizard = self.compare()
        counts = []
        for number in (0, 15):
            for one in range(number):
                post = self.post.copy({"name": f"Post {one}"})
                self.coming.slot_ids.create(
                    {"activity_id": self.coming.id, "post_id": post.id, "seats": 3}
                )
                self.make_volunteer(f"Idle {one}", category_ids=self.category.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._find()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 30)

import base64
import re
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .test_training import TrainingCommon


@tagged("post_install", "-at_install")
class TestTrainingPage(TrainingCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("test_portal", "test_portal")

    def _page(self, address="/my/volunteer/training"):
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        return page.text

    def _press(self, address):
        token = re.search(r'csrf_token: "([^"]+)"', self._page()).group(1)
        return self.url_open(address, data={"csrf_token": token}).text

    def test_what_is_missing_and_how_to_get_it(self):
        training = self._new_training(
            self.env["volunteer.volunteer"], hours=24, place="Room 301"
        )
        page = self._page()
        self.assertIn("Hygiene", page)
        self.assertIn("Room 301", page)
        address = f"/my/volunteer/training/sessions/{training.id}"
        self._press(f"{address}/enrol")
        self.assertEqual(training.attendance_ids.volunteer_id, self.portal_volunteer)
        self.assertIn(f"{address}/withdraw", self._page())
        self._press(f"{address}/withdraw")
        self.assertFalse(training.attendance_ids)

    def test_what_one_holds(self):
        self._grant(self.portal_volunteer, date_to=self.today + timedelta(days=99))
        page = self._page()
        held = page.index("volunteer_training_held")
        self.assertGreater(page.index("Hygiene"), held)

    def test_link_from_the_obstacle(self):
        self._new_activity(hours=72)
        self.assertIn(
            'href="/my/volunteer/training"', self._page("/my/volunteer/activities")
        )

    def test_materials(self):
        files = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": b"%PDF-1.4 slides", "res_model": model}
                for name, model in (
                    ("slides.pdf", "volunteer.course"),
                    ("secret.pdf", "res.partner"),
                )
            ]
        )
        slides, secret = files
        self.course.material_ids = slides
        address = "/my/volunteer/training/materials"
        self.assertIn(f"{address}/{slides.id}", self._page())
        answer = self.url_open(f"{address}/{slides.id}")
        self.assertEqual(answer.content, b"%PDF-1.4 slides")
        self.assertEqual(self.url_open(f"{address}/{secret.id}").status_code, 404)
        # Courses of another unit keep theirs.
        self.course.company_id = self.other_company
        self.assertEqual(self.url_open(f"{address}/{slides.id}").status_code, 404)

    def test_naming_another_ones_file_opens_nothing(self):
        """An officer cannot hand out a file by putting its id on a course."""
        secret = self.env["ir.attachment"].create(
            {"name": "secret.pdf", "datas": base64.b64encode(b"secret")}
        )
        with self.assertRaises(AccessError):
            self.course.with_user(self.officer).write(
                {"material_ids": [(4, secret.id)]}
            )
        answer = self.url_open(f"/my/volunteer/training/materials/{secret.id}")
        self.assertEqual(answer.status_code, 404)

    def test_many_courses_cost_the_queries_of_one(self):
        volunteer = self.portal_volunteer.sudo()
        counts = []
        for number in (1, 20):
            self.course.create(
                [
                    {
                        "name": f"Course {index} of {number}",
                        "company_id": self.company.id,
                        "step_ids": [(0, 0, {"name": "Talk"})],
                    }
                    for index in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            volunteer._get_training_overview_sudo()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_no_volunteer(self):
        self._new_user("training_stranger", "base.group_portal")
        self.authenticate("training_stranger", "training_stranger")
        self.assertIn("training_stranger", self._page())

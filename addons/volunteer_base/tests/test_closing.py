import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


def make_photo(side=40, place="secret"):
    """Return a JPEG in base64, with a note of the camera in it."""
    exif = Image.Exif()
    exif[0x010E] = place
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(buffer, "JPEG", exif=exif)
    return base64.b64encode(buffer.getvalue())


class ClosingCommon(VolunteerCommon):
    """An activity that is over, with one volunteer whose presence is decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._make_over()

    @classmethod
    def _make_over(cls, **vals):
        start = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=5)
        activity = cls._new_activity(hours=48, seats=5, **vals)
        activity.slot_ids.action_sign_up_volunteers(cls.staff_volunteer.ids)
        activity.sudo().write({"start": start, "stop": start + timedelta(hours=2)})
        activity.signup_ids.sudo().write({"state": "attended"})
        return activity


@tagged("post_install", "-at_install")
class TestClosing(ClosingCommon):
    def test_a_leader_without_a_group_closes(self):
        self.activity.leader_id = self.portal_volunteer
        activity = self.activity.with_user(self.portal)
        activity.action_finish(
            {"people_served": "120", "effect": " Much ", "photos": []}
        )
        self.assertEqual(self.activity.state, "done")
        self.assertEqual(self.activity.people_served, 120)
        self.assertEqual(self.activity.effect, "Much")
        # Pressing the button again is no mistake.
        self.assertTrue(activity.action_finish())

    def test_nobody_else_does(self):
        for user in (self.portal, self.staff):
            for method in ("action_save_closing", "action_finish"):
                with self.assertRaises(AccessError, msg=user.login):
                    getattr(self.activity.with_user(user), method)({"effect": "x"})
            with self.assertRaises(AccessError):
                self.activity.with_user(user).action_propose_checks()
            with self.assertRaises(AccessError):
                self.activity.with_user(user).action_arrange_photos()
        self.activity.with_user(self.officer).action_finish({"effect": "x"})

    def test_another_units_office_does_not(self):
        other = self._new_user(
            "closing_other", "volunteer_base.group_officer", self.other_company
        )
        with self.assertRaises(AccessError):
            self.activity.with_user(other).action_finish({})

    def test_not_before_it_begins(self):
        coming = self._new_activity(hours=48)
        with self.assertRaisesRegex(UserError, "not been held"):
            coming.with_user(self.leader).action_save_closing({"people_served": 1})

    def test_numbers_are_numbers(self):
        for wrong in ("-1", "many", "1.5", "٣", "99999999"):
            with self.assertRaises(UserError, msg=wrong):
                self.activity.with_user(self.leader).action_save_closing(
                    {"people_served": wrong}
                )

    def test_what_the_settings_ask_for(self):
        self.company.write(
            {
                "volunteer_close_people_served": True,
                "volunteer_close_effect": True,
                "volunteer_close_photos": 1,
                "volunteer_close_checklist": True,
            }
        )
        activity = self.activity.with_user(self.leader)
        with self.assertRaisesRegex(
            UserError, "people were served.*achieved.*1 photos"
        ):
            activity.action_done()
        self.assertEqual(self.activity.state, "published")
        items = self.env["volunteer.check.item"].search([("company_id", "=", False)])
        self.assertEqual(len(items), 5)
        activity.action_finish(
            {
                "people_served": 3,
                "effect": "Good",
                "photos": [{"image": make_photo()}],
                "check_item_ids": items.ids,
            }
        )
        self.assertEqual(self.activity.state, "done")

    def test_ticks_follow_the_records(self):
        def ticked():
            self.activity.with_user(self.leader).action_propose_checks()
            return set(self.activity.check_item_ids.mapped("proof"))

        self.assertEqual(ticked(), {"team", "presence"})
        self.activity.write({"people_served": 5, "effect": "Good"})
        self.assertEqual(ticked(), {"team", "presence", "record", "effect"})

    def test_another_units_checklist_is_not_ticked(self):
        foreign = self.env["volunteer.check.item"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self.activity.with_user(self.leader).action_save_closing(
            {"check_item_ids": foreign.ids}
        )
        self.assertFalse(self.activity.check_item_ids)

    def test_photos_are_small_and_tell_no_place(self):
        self.activity.with_user(self.leader).action_save_closing(
            {"photos": [{"image": make_photo(2000)}]}
        )
        photo = self.activity.photo_ids
        content = base64.b64decode(photo.image)
        with Image.open(io.BytesIO(content)) as picture:
            self.assertEqual(picture.size, (1600, 1600))
            self.assertFalse(picture.getexif())
        self.assertTrue(photo.image_256)
        with self.assertRaisesRegex(UserError, "JPEG or PNG"):
            self.activity.with_user(self.leader).action_save_closing(
                {"photos": [{"image": base64.b64encode(b"GIF89a")}]}
            )

    def test_nine_photos(self):
        activity = self.activity.with_user(self.leader)
        photos = [{"image": make_photo()} for _number in range(9)]
        activity.action_save_closing({"photos": photos})
        with self.assertRaises(ValidationError):
            activity.action_save_closing({"photos": photos[:1]})
        first, second = self.activity.photo_ids[:2]
        activity.action_arrange_photos(remove=first.ids, shown=second.ids)
        self.assertEqual(len(self.activity.photo_ids), 8)
        self.assertEqual(self.activity.photo_ids.filtered("is_shown"), second)

    def test_who_sees_photos(self):
        self.activity.with_user(self.leader).action_save_closing(
            {"photos": [{"image": make_photo()}, {"image": make_photo()}]}
        )
        shown, hidden = self.activity.photo_ids
        self.activity.action_arrange_photos(shown=shown.ids)

        def seen(user):
            return self.env["volunteer.activity.photo"].with_user(user).search([])

        self.assertFalse(seen(self.portal), "not before the activity is closed")
        self.activity.action_finish({})
        self.assertEqual(seen(self.portal).ids, shown.ids)
        self.assertEqual(seen(self.leader).ids, (shown | hidden).ids)
        with self.assertRaises(AccessError):
            shown.with_user(self.portal).write({"is_shown": False})


@tagged("post_install", "-at_install")
class TestClosingPage(HttpCase, ClosingCommon):
    def _open(self, user, path):
        self.authenticate(user.login, user.login)
        return self.url_open(path)

    def test_the_form(self):
        self.activity.leader_id = self.portal_volunteer
        url = f"/my/volunteer/lead/{self.activity.id}/closing"
        page = self._open(self.portal, url)
        self.assertIn("volunteer_closing", page.text)
        sent = self.url_open(
            url,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "deed": "finish",
                "people_served": "77",
                "effect": "Helped",
                "experience": "",
                "check_item": "1",
            },
            files={"photos": ("a.jpg", base64.b64decode(make_photo()), "image/jpeg")},
        )
        self.assertEqual(sent.status_code, 200)
        self.activity.invalidate_recordset()
        self.assertEqual(self.activity.state, "done")
        self.assertEqual(self.activity.people_served, 77)
        self.assertEqual(self.activity.photo_count, 1)

    def test_strangers_are_sent_home(self):
        url = f"/my/volunteer/lead/{self.activity.id}/closing"
        page = self._open(self.staff, url)
        self.assertTrue(page.url.endswith("/my/volunteer"))
        page = self._open(self.staff, "/my/volunteer/lead/99999999/closing")
        self.assertTrue(page.url.endswith("/my/volunteer"))

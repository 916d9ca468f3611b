import re

from odoo.tests import tagged

from .common_join import NUMBER, JoinCase


@tagged("post_install", "-at_install")
class TestJoinKnown(JoinCase):
    """People on record: the answer says nothing about them."""

    def test_known_people_are_not_told_of(self):
        new = self._send(**self._adult("E00000001"))
        self.assert_thanked(new)
        first = self._applicants()
        for number, (identity, changes) in enumerate(
            (
                ({"id_number": NUMBER}, {"mobile": "13700137000"}),
                ({"mobile": "13600136000"}, {"mobile": "+86 136 0013 6000"}),
            )
        ):
            company = (self.company, self.other_company)[number]
            officer = self._new_user(
                f"owner_{number}", "volunteer_base.group_officer", company
            )
            known = self._make_known(company, **identity)
            form = {**changes}
            if "id_number" not in identity:
                form.update(self._adult("E00000002"))
            response = self._send(**form)
            self.assert_thanked(response)
            self.assertEqual(self._visible(response), self._visible(new))
            self.assertEqual(self._applicants(), first)
            (todo,) = known.activity_ids
            self.assertIn(company, todo.user_id.company_ids)
            self.assertTrue(todo.user_id.has_group("volunteer_base.group_officer"))
            self.assertTrue(todo.summary)
            self.assertTrue(known.with_user(officer).activity_ids)

    def _visible(self, response):
        """Return a page without what differs each time."""
        text = re.sub(r'csrf_token: "[^"]+"', "", response.text)
        return re.sub(r"/web/assets/\S+", "", text)

    def test_known_by_external_number(self):
        platform = self.env["volunteer.platform"].search([], limit=1)
        known = self._make_known(self.other_company)
        self.env["volunteer.external.number"].create(
            {"volunteer_id": known.id, "platform_id": platform.id, "number": "Z 77"}
        )
        self.assert_thanked(
            self._send(platform_id=str(platform.id), external_number=" Z  77 ")
        )
        self.assertFalse(self._applicants())
        self.assertTrue(known.activity_ids)

    def test_known_and_merged(self):
        kept = self._make_known()
        merged = self._make_known(id_number=NUMBER)
        merged.sudo().write({"active": False, "merged_into_id": kept.id})
        self.assert_thanked(self._send())
        self.assertFalse(self._applicants())
        self.assertTrue(kept.activity_ids)
        self.assertFalse(merged.activity_ids)

    def test_a_shared_telephone(self):
        """Husband and wife have one telephone and two ID numbers."""
        self._make_known(mobile="13800138000", id_type="414", id_number="E00000009")
        self.assert_thanked(self._send())
        self.assertEqual(len(self._applicants()), 1)

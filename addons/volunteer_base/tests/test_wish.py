import base64
import io

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestWish(NeedsCommon):
    """The board of wishes: claimed by one, fulfilled or back again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recipient = cls.env["volunteer.recipient"].create(
            {
                "name": "Lemuel Nightingale",
                "company_id": cls.company.id,
                "address": "Nightingale Court 9",
                "mobile": "13900001111",
            }
        )
        cls.wish = cls._new_wish(recipient_id=cls.recipient.id)
        cls.own = cls.wish.with_user(cls.portal)

    def _find(self, user, domain):
        """Return whether a search by a user finds the wish."""
        return bool(self.env["volunteer.wish"].with_user(user).search(domain))

    def test_filters_are_for_those_who_read_their_fields(self):
        for name in ("volunteer.wish", "volunteer.project.claim"):
            for user, sees in ((self.officer, True), (self.leader, False)):
                view = self.env[name].with_user(user).get_view(view_type="search")
                self.assertEqual("as_party_member" in view["arch"], sees, user.login)

    def test_claimed_and_fulfilled(self):
        self.own.action_claim()
        self.assertEqual(self.wish.claimed_by_id, self.portal_volunteer)
        self.assertEqual(
            self.wish.claim_until,
            fields.Date.add(self.company._get_volunteer_today(), days=30),
        )
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.wish.with_user(self.staff).action_claim()
        picture = io.BytesIO()
        Image.new("RGB", (3000, 200)).save(picture, "PNG")
        self.own.action_done(" He laughed ", base64.b64encode(picture.getvalue()))
        self.assertEqual(
            (self.wish.state, self.wish.proof_note), ("done", "He laughed")
        )
        with Image.open(io.BytesIO(base64.b64decode(self.wish.proof))) as kept:
            self.assertEqual((kept.format, kept.width), ("JPEG", 1280))
        self.assertTrue(self.wish.date_done)

    def test_a_photo_that_is_none(self):
        self.own.action_claim()
        for photo in (b"%PDF-1.4", b"nonsense"):
            with self.assertRaises(UserError):
                self.own.action_done("x", base64.b64encode(photo))
        with self.assertRaises(UserError):
            self.own.action_done("x", "???")
        self.assertEqual(self.wish.state, "claimed")

    def test_who_may_claim(self):
        nobody = self._new_user("test_nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.wish.with_user(nobody).action_claim()
        stranger = self._new_user(
            "test_stranger", "base.group_portal", self.other_company
        )
        self._new_volunteer("Stranger", stranger, company_id=self.other_company.id)
        with self.assertRaises(AccessError):
            self.wish.with_user(stranger).action_claim()
        self.portal_volunteer.action_suspend("Test")
        with self.assertRaises(UserError):
            self.own.action_claim()

    def test_so_many_at_a_time(self):
        self.company.volunteer_wish_limit = 1
        second = self._new_wish()
        self.own.action_claim()
        with self.assertRaisesRegex(UserError, "1 wishes"):
            second.with_user(self.portal).action_claim()
        self.own.action_done()
        second.with_user(self.portal).action_claim()

    def test_only_who_keeps_it_gives_it_back(self):
        self.own.action_claim()
        for deed in ("action_release", "action_done"):
            with self.assertRaises(AccessError):
                getattr(self.wish.with_user(self.staff), deed)()
        self.own.action_release()
        self.assertEqual(self.wish.state, "open")
        self.assertFalse(self.wish.claimed_by_id)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_wish_cron_due"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_back_to_the_board_after_its_time(self):
        self.own.action_claim()
        today = self.company._get_volunteer_today()
        self.wish.sudo().claim_until = today
        self._run_cron()
        self._run_cron()
        self.assertEqual(self.wish.state, "claimed", "today is still theirs")
        messages = self.portal_volunteer.sent_message_ids
        self.assertEqual(len(messages), 1, "reminded once")
        self.wish.sudo().claim_until = fields.Date.subtract(today, days=1)
        self._run_cron()
        self.assertEqual(self.wish.state, "open")
        self.assertEqual(len(self.portal_volunteer.sent_message_ids - messages), 1)

    def test_whoever_leaves_gives_back(self):
        self.own.action_claim()
        self.portal_volunteer.action_leave("Moves")
        self.assertEqual(self.wish.state, "open")

    def test_who_reads_a_claimed_wish(self):
        self.assertTrue(self._find(self.staff, [("id", "=", self.wish.id)]))
        self.own.action_claim()
        for user, expected in (
            (self.portal, True),
            (self.officer, True),
            (self.staff, False),
            (self.leader, False),
        ):
            self.assertEqual(
                self._find(user, [("id", "=", self.wish.id)]), expected, user.login
            )

    def test_nobody_learns_who_it_is(self):
        """Not by reading, searching, exporting or grouping."""
        insiders = self.staff | self.leader
        insiders.group_ids += self.env.ref("base.group_allow_export")
        for user in self.portal | insiders:
            wish = self.wish.with_user(user)
            with self.assertRaises(AccessError):
                wish.read(["recipient_id"])
            # People from outside export nothing at all.
            with self.assertRaises(AccessError if user in insiders else UserError):
                wish.export_data(["recipient_id/address"])
            with self.assertRaises(AccessError):
                self._find(user, [("recipient_id.address", "ilike", "Night")])
            with self.assertRaises(AccessError):
                wish._read_group([], ["recipient_id"])
            with self.assertRaises(AccessError):
                self.recipient.with_user(user).read(["name"])
            self.assertFalse(
                self.env["volunteer.recipient"]
                .with_user(user)
                .search([("address", "ilike", "Night")])
            )
        self.own.action_claim()
        person = self.recipient.with_user(self.portal)
        self.assertEqual(person.address, "Nightingale Court 9")
        self.own.action_done()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            person.read(["address"])

    def test_called_by_another_name(self):
        self.assertNotIn("ightingale", self.recipient.display_name)
        self.assertEqual(
            self.env["volunteer.recipient"]
            .with_user(self.officer)
            .name_search("Nightingale"),
            [(self.recipient.id, self.recipient.display_name)],
        )

    def test_the_office_of_another_unit(self):
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_officer", self.other_company
        )
        self.assertFalse(self._find(elsewhere, [("id", "=", self.wish.id)]))
        with self.assertRaises(AccessError):
            self.recipient.with_user(elsewhere).read(["name"])
        self.portal_volunteer.company_ids += self.other_company
        with self.assertRaises(AccessError):
            self.wish.with_user(elsewhere).action_release()

    def test_states_are_set_by_methods(self):
        with self.assertRaises(AccessError):
            self.wish.with_user(self.officer).write({"state": "done"})
        with self.assertRaises(AccessError):
            self.own.write({"name": "Mine"})
        self.wish.with_user(self.officer).action_cancel()
        with self.assertRaises(UserError):
            self.own.action_claim()

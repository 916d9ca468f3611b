from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon

NUMBER = "11010519491231002X"


class MergeCase(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._new_volunteer("张三")
        cls.duplicate = cls._new_volunteer("张三")
        cls.platform = cls.env["volunteer.platform"].create({"name": "Platform"})

    def setUp(self):
        super().setUp()
        self._use_keys()

    def _identity(self, volunteer, **vals):
        return self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, **vals}
        )

    def _merge(self, *volunteers, keep=None, user=None):
        wizard = (
            self.env["volunteer.merge"]
            .with_user(user or self.officer)
            .create(
                {
                    "volunteer_ids": [volunteer.id for volunteer in volunteers]
                    or [self.kept.id, self.duplicate.id],
                    "keep_id": (keep or self.kept).id,
                }
            )
        )
        return wizard.action_merge()

    def _pairs(self, user=None):
        pairs = (
            self.env["volunteer.duplicate"].with_user(user or self.officer).search([])
        )
        return {(pair.first_id.id, pair.second_id.id): pair for pair in pairs}


@tagged("post_install", "-at_install")
class TestDuplicates(MergeCase):
    def test_reasons(self):
        third = self._new_volunteer("李四")
        self._identity(self.kept, mobile="13800005678", birth_date="1990-05-31")
        self._identity(self.duplicate, mobile="13900001111", birth_date="1990-05-31")
        self._identity(third, mobile="13800005678")
        other = self.env["volunteer.platform"].create({"name": "Other"})
        for volunteer, platform in ((self.duplicate, self.platform), (third, other)):
            self.env["volunteer.external.number"].create(
                {
                    "volunteer_id": volunteer.id,
                    "platform_id": platform.id,
                    "number": "7",
                }
            )
        pairs = self._pairs()
        self.assertEqual(
            {
                key: (pair.same_mobile, pair.same_birth, pair.same_number)
                for key, pair in pairs.items()
            },
            {
                (self.kept.id, self.duplicate.id): (False, True, False),
                (self.kept.id, third.id): (True, False, False),
                (self.duplicate.id, third.id): (False, False, True),
            },
        )
        pairs[self.kept.id, third.id].action_not_same()
        self.assertNotIn((self.kept.id, third.id), self._pairs())
        self._merge()
        self.assertFalse(self._pairs())

    def test_other_units_are_not_told(self):
        stranger = self._new_volunteer("张三", company_id=self.other_company.id)
        for volunteer in (self.kept, stranger):
            self._identity(volunteer, mobile="13800005678")
        self.assertFalse(self._pairs())
        stranger.company_ids = [(4, self.company.id)]
        self.assertIn((self.kept.id, stranger.id), self._pairs())
        with self.assertRaises(AccessError):
            self._pairs(self.leader)

    def test_a_switchboard_is_nobody(self):
        for _number in range(12):
            self._identity(self._new_volunteer("众"), mobile="051980000000")
        self.assertFalse(self._pairs())


@tagged("post_install", "-at_install")
class TestMerge(MergeCase):
    def test_what_moves(self):
        user = self._new_user("merge_user", "base.group_portal")
        self.duplicate.user_id = user
        self._identity(self.kept, mobile="13800005678")
        self._identity(
            self.duplicate, id_number=NUMBER, mobile="13900001111", employer="单位"
        )
        numbers = self.env["volunteer.external.number"].create(
            {
                "volunteer_id": self.duplicate.id,
                "platform_id": self.platform.id,
                "number": "7",
            }
        )
        second_team = self.env["volunteer.team"].create(
            {"name": "Second", "company_id": self.company.id}
        )
        Member = self.env["volunteer.team.member"]
        own, same, other = Member.create(
            [
                {"team_id": team.id, "volunteer_id": volunteer.id, "date_from": day}
                for volunteer, team, day in (
                    (self.kept, self.team, "2024-01-01"),
                    (self.duplicate, self.team, "2023-01-01"),
                    (self.duplicate, second_team, "2023-01-01"),
                )
            ]
        )
        second_team.leader_id = self.duplicate
        employee = self.env["hr.employee"].create(
            {"name": "E", "company_id": self.company.id}
        )
        employee.volunteer_id = self.duplicate
        self._merge()
        self.env.invalidate_all()
        self.assertFalse(self.duplicate.active)
        self.assertEqual(self.duplicate.merged_into_id, self.kept)
        self.assertEqual(self.duplicate._get_canonical_sudo(), self.kept)
        self.assertEqual(self.kept.user_id, user)
        self.assertEqual(employee.volunteer_id, self.kept)
        self.assertEqual(numbers.volunteer_id, self.kept)
        self.assertEqual((own.volunteer_id, other.volunteer_id), (self.kept,) * 2)
        self.assertEqual(same.volunteer_id, self.duplicate)
        self.assertEqual(same.date_to, fields.Date.context_today(self.env.user))
        self.assertEqual(second_team.leader_id, self.kept)
        identity = self.kept.identity_ids
        self.assertEqual(identity.mobile, "13800005678", "what is there stays")
        self.assertEqual(identity.employer, "单位")
        self.assertEqual(
            self.kept.with_user(self.officer).action_reveal_id_number(), NUMBER
        )
        self.assertEqual(self.kept.id_number_masked, "1101**********002X")
        self.assertIn(self.duplicate.code, self.kept.message_ids[0].body)

    def test_identity_of_a_record_without_one(self):
        self._identity(self.duplicate, id_number=NUMBER)
        self._merge()
        self.assertEqual(self.kept.id_number_masked, "1101**********002X")
        self.assertEqual(
            self.kept.with_user(self.officer).action_reveal_id_number(), NUMBER
        )

    def test_signups_to_come(self):
        free, both, clash = (
            self._new_activity(hours=hours, seats=3) for hours in (24, 48, 72)
        )
        parallel = self._new_activity(hours=72, seats=3)
        past = self._new_activity(hours=24)
        past.slot_ids.action_sign_up_volunteers(self._new_volunteer("x").ids)
        for activity in (free, both, clash):
            activity.slot_ids.action_sign_up_volunteers(self.duplicate.ids)
        for activity in (both, parallel):
            activity.slot_ids.action_sign_up_volunteers(self.kept.ids)
        self._merge()
        self.assertEqual(free.signup_ids.volunteer_id, self.kept)
        self.assertEqual(
            both.signup_ids.filtered(lambda s: s.state == "confirmed").volunteer_id,
            self.kept,
        )
        self.assertEqual(clash.signup_ids.state, "cancelled")
        self.assertEqual(both.slot_ids.taken, 1)
        self.assertEqual(clash.slot_ids.taken, 0)

    def test_chains_stay_short(self):
        third = self._new_volunteer("张三")
        self._merge()
        self._merge(self.kept, third, keep=third)
        self.assertEqual(self.duplicate.merged_into_id, third)
        self.assertEqual(third._with_merged_sudo(), third | self.kept | self.duplicate)

    def test_different_people_are_refused(self):
        self._identity(self.kept, id_number=NUMBER)
        self._identity(self.duplicate, id_number="320402199005310017")
        with self.assertRaisesRegex(UserError, "numbers differ"):
            self._merge()
        self.assertTrue(self.duplicate.active)

    def test_rights(self):
        stranger = self._new_volunteer("张三", company_id=self.other_company.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._merge(self.kept, stranger)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._merge(user=self.leader)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.duplicate.with_user(self.officer).write(
                {"merged_into_id": self.kept.id}
            )
        own = self._new_volunteer("Own", self.officer)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._merge(self.kept, own)
        with self.assertRaises(UserError):
            self._merge(self.kept, keep=self.kept)

    def test_pairs_are_written_once(self):
        self._identity(self.kept, mobile="13800005678")
        self._identity(self.duplicate, mobile="13800005678")
        [pair] = self._pairs().values()
        pair.action_not_same()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["volunteer.distinct"].create(
                {"first_id": self.duplicate.id, "second_id": self.kept.id}
            )

    def _link_pairs(self):
        """Return every stored many2one to a volunteer: ``{(model, field)}``."""
        return {
            (model._name, name)
            for model in self.env.values()
            if not model._abstract and model._auto and not model._transient
            for name, field in model._fields.items()
            if field.type == "many2one"
            and field.comodel_name == "volunteer.volunteer"
            and field.store
            and not field.related
            and not field.compute
        }

    def test_every_link_is_thought_of(self):
        """A new model that points to volunteers says what a merge does with it."""
        Volunteer = self.env["volunteer.volunteer"]
        known = {(model, "volunteer_id") for model in Volunteer._get_merge_moves()}
        for table in (
            Volunteer._get_merge_links(),
            Volunteer._get_merge_stays(),
            Volunteer._get_merge_roles(),
        ):
            known |= {(model, name) for model, names in table.items() for name in names}
        self.assertFalse(self._link_pairs() - known)

    def test_orphaned_login_is_closed(self):
        self._identity(self.kept, email="kept@example.com")
        self._identity(self.duplicate, email="gone@example.com")
        kept_user, orphan = (
            volunteer._create_portal_account_sudo()
            for volunteer in (self.kept, self.duplicate)
        )
        self._merge()
        self.assertEqual((kept_user.active, orphan.active), (True, False))
        self.assertEqual(self.kept.user_id, kept_user)

    def test_contact_follows_the_login(self):
        self.kept.partner_id = self.env["res.partner"].create({"name": "Old contact"})
        user = self._new_user("merge_contact", "base.group_portal")
        self.duplicate.user_id = user
        self._merge()
        self.assertEqual(self.kept.user_id, user)
        self.assertEqual(self.kept.partner_id, user.partner_id)

    def test_the_furthest_record_is_kept(self):
        applicant = self.env["volunteer.volunteer"].create(
            {"name": "张三", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "not as far"):
            self._merge(self.duplicate, applicant, keep=applicant)
        self.assertEqual(applicant.state, "applied")
        self._merge(self.duplicate, applicant, keep=self.duplicate)
        self.assertEqual(applicant.merged_into_id, self.duplicate)

    def test_what_befell_the_duplicate_is_carried(self):
        recruitment = self.env["volunteer.recruitment"].create(
            {"name": "Spring", "company_id": self.company.id}
        )
        values = {
            "account_date": "2024-01-01 00:00:00",
            "guardian_account": True,
            "recruitment_id": recruitment.id,
            "is_contract": True,
            "date_trial_done": "2024-02-01",
            "date_confirmed": "2024-03-01",
            "erasure_requested": "2024-04-01",
            "confirmation": "confirmed",
            "confirmation_date": "2024-05-01",
            "confirmation_method": "tap",
        }
        self.duplicate.write(values)
        self.kept.date_confirmed = "2025-01-01"
        self._merge()
        for name in values.keys() - {"date_confirmed"}:
            self.assertEqual(self.kept[name], self.duplicate[name], name)
            self.assertTrue(self.kept[name], name)
        self.assertEqual(str(self.kept.date_confirmed), "2025-01-01", "it had one")

    def test_others_stay_different_people(self):
        third = self._new_volunteer("张三")
        for volunteer in (self.kept, self.duplicate, third):
            self._identity(volunteer, mobile="13800005678")
        self._pairs()[self.duplicate.id, third.id].action_not_same()
        self._merge()
        self.assertFalse(self._pairs(), "nobody is asked again")

    def test_requests_of_other_units_follow(self):
        request = (
            self.env["volunteer.affiliation"]
            .with_company(self.other_company)
            .create(
                {
                    "id_number": NUMBER,
                    "reason": "Blood donation day",
                    "company_id": self.other_company.id,
                }
            )
        )
        request.subject_id = self.duplicate
        self._merge()
        self.assertEqual(request.subject_id, self.kept)

    def test_who_comes_today_is_expected_under_the_kept_record(self):
        with freeze_time(self._from_now(24)):
            activity = self._new_activity(hours=1, seats=3)
            activity.slot_ids.action_sign_up_volunteers(self.duplicate.ids)
            began = fields.Datetime.now() - timedelta(minutes=1)
            self.env.flush_all()
            self.env.cr.execute("UPDATE volunteer_activity SET start = %s", [began])
            self.env.cr.execute("UPDATE volunteer_signup SET start = %s", [began])
            self.env.invalidate_all()
            self._merge()
        self.assertEqual(activity.signup_ids.volunteer_id, self.kept)

    def test_erased_people_are_not_merged(self):
        self.duplicate.action_erase("asked for it")
        with self.assertRaisesRegex(UserError, "erased"):
            self.duplicate._merge_into_sudo(self.kept)

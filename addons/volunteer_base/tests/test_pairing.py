import itertools
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestPairing(NeedsCommon):
    """Two or more visit somebody; nobody else learns where that is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_volunteer_today()
        cls.recipient = cls.env["volunteer.recipient"].create(
            {
                "name": "Lemuel Nightingale",
                "company_id": cls.company.id,
                "address": "Nightingale Court 9",
                "mobile": "13900001111",
                "note": "Nightingale's dog bites",
            }
        )
        cls.pair = cls.portal_volunteer | cls.staff_volunteer
        cls.pairing = cls.env["volunteer.pairing"].create(
            {
                "recipient_id": cls.recipient.id,
                "company_id": cls.company.id,
                "volunteer_ids": cls.pair.ids,
                "interval_days": 10,
            }
        )

    def _start(self):
        self.pairing.with_user(self.officer).action_start()
        return self.pairing.visit_ids

    def test_visits_follow_each_other(self):
        visit = self._start()
        self.assertEqual(visit.date, self.today + timedelta(days=10))
        self.assertEqual(visit.volunteer_ids, self.pair)
        visit.date = self.today
        own = visit.with_user(self.portal)
        with self.assertRaises(UserError):
            own.action_hold(" ")
        own.action_hold("Read the paper together")
        self.assertEqual((visit.state, visit.logged_by_id), ("held", self.portal))
        following = self.pairing.visit_ids - visit
        self.assertEqual(following.date, self.today + timedelta(days=10))
        self.assertEqual(self.pairing.date_next, following.date)
        with self.assertRaises(UserError):
            own.action_hold("Again")

    def test_late_notes_plan_a_day_to_come(self):
        visit = self._start()
        visit.date = self.today - timedelta(days=40)
        self.assertTrue(visit.overdue)
        self.assertIn(
            visit, self.env["volunteer.pairing.visit"].search([("overdue", "=", True)])
        )
        visit.with_user(self.portal).action_hold("Went long ago")
        self.assertGreater(self.pairing.date_next, self.today)

    def test_nobody_goes_alone(self):
        visit = self._start()
        visit.date = self.today
        with self.assertRaisesRegex(ValidationError, "Two volunteers"):
            visit.with_user(self.portal).action_hold("Alone", self.portal_volunteer.ids)
        # Somebody who does not belong to it does not count.
        with self.assertRaises(ValidationError):
            visit.with_user(self.portal).action_hold(
                "With a friend", (self.portal_volunteer | self.leader_volunteer).ids
            )
        self.assertEqual(visit.state, "planned")
        visit.kind = "phone"
        visit.with_user(self.portal).action_hold("Called", self.portal_volunteer.ids)
        self.assertEqual(visit.volunteer_ids, self.portal_volunteer)

    def test_a_pairing_needs_two(self):
        self.pairing.volunteer_ids = self.portal_volunteer
        with self.assertRaisesRegex(UserError, "two volunteers"):
            self._start()
        self.pairing.volunteer_ids = self.pair
        self._start()
        with self.assertRaisesRegex(UserError, "two volunteers"):
            self.pairing.with_user(self.officer).volunteer_ids = self.portal_volunteer

    def test_when_one_stops_serving(self):
        self._start()
        visit = self.pairing.visit_ids
        self.assertIn(self.staff_volunteer, visit.volunteer_ids)
        self.staff_volunteer.action_suspend("Test")
        self.assertEqual(visit.volunteer_ids, self.portal_volunteer)
        todo = self.pairing.activity_ids
        self.assertEqual(todo.user_id, self.officer)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.recipient.with_user(self.staff).read(["address"])

    def _assert_hidden(self, user):
        """Check every way a user has to learn the address or who it is."""
        Recipient = self.env["volunteer.recipient"].with_user(user)
        Pairing = self.env["volunteer.pairing"].with_user(user)
        Visit = self.env["volunteer.pairing.visit"].with_user(user)
        recipient = Recipient.browse(self.recipient.id)
        pairing = Pairing.browse(self.pairing.id)
        with self.assertRaises(AccessError):
            recipient.read(["address"])
        with self.assertRaises(AccessError):
            recipient.read(["display_name"])
        with self.assertRaises(AccessError):
            pairing.read(["recipient_id"])
        for export, fields_to_export in (
            (recipient, ["address"]),
            (pairing, ["recipient_id/address"]),
        ):
            with self.assertRaises(UserError):
                export.export_data(fields_to_export)
        for model, path in (
            (Recipient, "address"),
            (Pairing, "recipient_id.address"),
            (Visit, "pairing_id.recipient_id.address"),
        ):
            self.assertFalse(model.search([(path, "ilike", "Night")]), path)
            self.assertFalse(model.search_count([(path, "!=", False)]), path)
        self.assertFalse(Recipient.name_search("Nightingale"))
        self.assertFalse(Recipient.formatted_read_group([], ["address"], ["__count"]))
        self.assertFalse(
            Pairing.formatted_read_group([], ["recipient_id"], ["__count"])
        )
        self.assertFalse(Visit.search([]))
        self.assertFalse(
            self.env["mail.message"]
            .with_user(user)
            .search([("model", "=", "volunteer.pairing")])
        )

    def test_seen_by_the_pair_and_the_office_only(self):
        self._start()
        insiders = self.leader | self.nurse
        insiders.group_ids += self.env.ref("base.group_allow_export")
        outsider = self._new_user("test_outsider", "base.group_portal")
        self._new_volunteer("Outsider", outsider)
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_manager", self.other_company
        )
        for user in insiders | outsider | elsewhere:
            with self.subTest(user.login):
                self._assert_hidden(user)
        for user in self.portal | self.staff | self.officer:
            self.assertEqual(
                self.recipient.with_user(user).address, "Nightingale Court 9"
            )

    def test_who_is_nobodys_business_before_and_after(self):
        self._assert_hidden(self.portal)
        self._start()
        self.recipient.with_user(self.portal).read(["address"])
        self.pairing.with_user(self.officer).action_end("Moved to the daughter")
        self.env.invalidate_all()
        self._assert_hidden(self.portal)
        self.assertEqual(self.pairing.visit_ids.state, "cancelled")

    def test_messages_name_nobody(self):
        visit = self._start()
        visit.date = self.today + timedelta(days=1)
        for _twice in range(2):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "volunteer_base.volunteer_pairing_visit_cron_remind"
                ).method_direct_trigger()
        self.env.invalidate_all()
        for volunteer in self.pair:
            messages = volunteer.sent_message_ids
            self.assertEqual(len(messages), 2, "of the start and of tomorrow, once")
            for message in messages:
                self.assertNotIn("ightingale", f"{message.title} {message.body}")

    def test_only_the_pair_plans(self):
        self._start()
        own = self.pairing.with_user(self.portal)
        day = self.today + timedelta(days=3)
        visit = own.action_plan_visit(fields.Date.to_string(day))
        self.assertEqual(visit, own.action_plan_visit(day), "the same day, once")
        for wrong in (self.today - timedelta(days=1), "tomorrow", "", None):
            with self.assertRaises(UserError):
                own.action_plan_visit(wrong)
        for user in (self.leader, self.nurse):
            with self.assertRaises(AccessError):
                self.pairing.with_user(user).action_plan_visit(day)
            with self.assertRaises(AccessError):
                visit.with_user(user).action_hold("Mine")
            with self.assertRaises(AccessError):
                visit.with_user(user).action_cancel()
        with self.assertRaises(AccessError):
            visit.write({"log": "x"})
        with self.assertRaises(AccessError):
            own.action_end("x")

    def test_who_left_the_pair(self):
        visit = self._start()
        third = self._new_volunteer("Third")
        self.pairing.volunteer_ids = self.portal_volunteer | third
        self.assertNotIn(self.staff_volunteer, visit.volunteer_ids)
        self.env.invalidate_all()
        self._assert_hidden(self.staff)

    def test_office_notes_for_a_pair_without_login(self):
        visit = self._start()
        wizard = (
            self.env["volunteer.pairing.log"]
            .with_user(self.officer)
            .create({"visit_id": visit.id, "log": "Told by telephone"})
        )
        self.assertEqual(wizard.date, self.today)
        self.assertEqual(wizard.volunteer_ids, self.pair)
        wizard.action_confirm()
        self.assertEqual((visit.state, visit.date), ("held", self.today))

    def test_merged_and_erased(self):
        self._start()
        duplicate = self._new_volunteer("Duplicate")
        self.pairing.volunteer_ids = self.staff_volunteer | duplicate
        duplicate._move_roles_sudo(self.portal_volunteer)
        self.assertEqual(self.pairing.volunteer_ids, self.pair)
        data = self.portal_volunteer.with_user(self.portal).get_own_data()
        keys = {section["key"] for section in data["groups"]["service"]}
        self.assertLessEqual({"pairings", "visits", "wishes", "project_claims"}, keys)
        self.assertNotIn("Nightingale", str(data))
        self.portal_volunteer.with_user(self.officer).action_erase("Asked")
        self.assertEqual(self.pairing.volunteer_ids, self.staff_volunteer)
        self.assertTrue(self.pairing.activity_ids)


@tagged("post_install", "-at_install")
class TestPartnerUnit(NeedsCommon):
    """Agreements: whether they hold, and the office told before they end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count()

    def _unit(self, **vals):
        return self.env["volunteer.partner.unit"].create(
            {
                "name": f"Community {next(self.numbers)}",
                "company_id": self.company.id,
                "date_from": "2020-01-01",
                **vals,
            }
        )

    def test_validity(self):
        today = self.company._get_volunteer_today()
        for vals, state in (
            ({}, "running"),
            ({"date_to": today}, "ending"),
            ({"date_to": today + timedelta(days=30)}, "ending"),
            ({"date_to": today + timedelta(days=31)}, "running"),
            ({"date_to": today - timedelta(days=1)}, "over"),
            ({"date_from": today + timedelta(days=1)}, "coming"),
        ):
            unit = self._unit(**vals)
            self.assertEqual(unit.agreement_state, state, vals)
            for key in ("coming", "running", "ending", "over"):
                found = unit.search([("agreement_state", "=", key)])
                self.assertEqual(unit in found, key == state, (vals, key))

    def test_told_once(self):
        today = self.company._get_volunteer_today()
        unit = self._unit(date_to=today + timedelta(days=5))
        self._unit()
        for _twice in range(2):
            self.env["volunteer.partner.unit"]._cron_warn_agreements()
        self.assertEqual(unit.activity_ids.user_id, self.officer)
        self.assertEqual(len(unit.activity_ids), 1)
        unit.activity_ids.unlink()
        self.env["volunteer.partner.unit"]._cron_warn_agreements()
        self.assertFalse(unit.activity_ids, "told already")
        unit.date_to = today + timedelta(days=6)
        self.env["volunteer.partner.unit"]._cron_warn_agreements()
        self.assertTrue(unit.activity_ids, "of another last day")

    def test_what_was_done_together_is_counted_once(self):
        units = self._unit() | self._unit()
        first, second = units
        self.project.partner_unit_ids = first
        both = self._new_activity(partner_unit_ids=units.ids)
        self._new_activity(hours=72)
        self._new_activity(hours=96, publish=False).action_cancel("Rain")
        units.invalidate_recordset(["activity_count"])
        self.assertEqual(units.mapped("activity_count"), [2, 1])
        action = second.with_user(self.officer).action_open_activities()
        self.assertEqual(self.env["volunteer.activity"].search(action["domain"]), both)

    def test_counting_does_not_grow_with_the_list(self):
        units = self._unit()
        for _more in range(9):
            units |= self._unit()
        self.project.partner_unit_ids = units
        self._new_activity()
        self.env.flush_all()
        counts = []
        for some in (units[:1], units):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("activity_count")
            counts.append(self.env.cr.sql_log_count - before)
        # A cache that runs out in between costs one more; a row costs none.
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_other_units_do_not_read_them(self):
        unit = self._unit()
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            unit.with_user(elsewhere).read(["name"])
        unit.with_user(self.leader).read(["name"])
        with self.assertRaises(AccessError):
            unit.with_user(self.leader).write({"note": "x"})

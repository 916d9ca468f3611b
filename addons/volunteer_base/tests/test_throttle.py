from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestThrottle(VolunteerCommon):
    def setUp(self):
        super().setUp()
        self.Throttle = self.env["volunteer.throttle"]

    def _count(self, key="a", purpose="page", limit=2, seconds=60):
        return self.Throttle._check_throttle_sudo(purpose, key, limit, seconds)

    def test_limit(self):
        self.assertEqual([self._count() for _n in range(4)], [True, True, False, False])
        self.assertTrue(self._count("b"))
        self.assertTrue(self._count(purpose="another page"))

    def test_time_passes(self):
        self._count()
        self._count()
        self.Throttle.search([]).date = fields.Datetime.now() - timedelta(seconds=61)
        self.assertTrue(self._count())

    def test_refused_ones_do_not_add_up(self):
        for _n in range(5):
            self._count()
        self.assertEqual(self.Throttle.search_count([]), 2)

    def test_nothing_readable_is_kept(self):
        self._count("192.0.2.7")
        row = self.Throttle.search([])
        self.assertRegex(row.digest, r"^[0-9a-f]{64}$")
        self.assertEqual(self.Throttle._digest_sudo("page", "192.0.2.7"), row.digest)

    def test_addresses(self):
        key = self.Throttle._get_address_key
        self.assertEqual(key("192.0.2.7"), "192.0.2.7")
        self.assertEqual(key("::ffff:192.0.2.7"), "192.0.2.7")
        self.assertEqual(key("2001:db8::1"), key("2001:db8::ffff:1"))
        self.assertNotEqual(key("2001:db8::1"), key("2001:db8:0:1::1"))
        self.assertEqual(key(None), key("nonsense"))

    def test_forgotten(self):
        self._count()
        self.Throttle._take_turn_sudo("deed", ["a"])
        self._count("b")
        old = self.Throttle.search([("is_turn", "=", True)])
        old |= self.Throttle.search(
            [("digest", "=", self.Throttle._digest_sudo("page", "a"))]
        )
        old.date = fields.Datetime.now() - timedelta(days=3)
        self.Throttle._gc_counts()
        self.assertEqual(self.Throttle.search_count([]), 1)

    def test_turns_are_rows_of_keys(self):
        for _n in range(3):
            self.Throttle._take_turn_sudo("deed", ["a", "b", "a"])
        self.Throttle._take_turn_sudo("deed", [])
        self.assertEqual(self.Throttle.search_count([("is_turn", "=", True)]), 2)

from datetime import datetime

from odoo.tests import BaseCase, tagged

from ..tools.local_input import to_utc


@tagged("post_install", "-at_install")
class TestLocalInput(BaseCase):
    def test_local_times(self):
        for text, expected in (
            ("2026-01-01T00:30", datetime(2025, 12, 31, 16, 30)),
            ("2026-01-01T00:30:15", datetime(2025, 12, 31, 16, 30, 15)),
            ("2026-01-01T00:30Z", datetime(2026, 1, 1, 0, 30)),
        ):
            self.assertEqual(to_utc(text, "Asia/Shanghai"), expected, text)

    def test_anything_may_come(self):
        for text in ("", None, "soon", "0001-01-01T00:00", "2026-13-01T00:00", 7):
            self.assertIsNone(to_utc(text, "Asia/Shanghai"), text)

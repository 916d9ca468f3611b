from odoo.tests import tagged

from odoo.addons.volunteer_hours.tests.common import HoursCase


@tagged("post_install", "-at_install")
class TestOpeningBalance(HoursCase):
    def test_only_what_this_unit_organised_is_certified(self):
        """Whoever organises records, and whoever records certifies (Art. 26)."""
        lines = self.Hour.create(
            [
                {
                    "volunteer_id": self.citizen.id,
                    "date": "2026-01-01",
                    "minutes": minutes,
                    "organiser": organiser,
                    "description": "Carried over",
                    "source": "import",
                    "is_opening": True,
                }
                for minutes, organiser in ((74070, False), (4800, "City League"))
            ]
        )
        self.record(lines)
        self.assertEqual(
            self.citizen._get_certifiable_minutes_sudo(), {self.company: 74070}
        )
        self.assertEqual(self.citizen.hours_claimed, 1314.5)

from odoo.tests import tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestTrialHours(HoursCase):
    def test_recorded_hours_count(self):
        """Planned times no longer count where a ledger says what was served."""
        line = self.claim()
        volunteer = line.volunteer_id
        self.assertFalse(volunteer._get_trial_minutes_sudo())
        self.record(line)
        self.assertEqual(
            volunteer._get_trial_minutes_sudo(), {volunteer.sudo(): line.minutes}
        )

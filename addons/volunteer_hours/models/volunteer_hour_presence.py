from odoo import models

from ..tools.granting import granted_by_date, hours_from_minutes


class VolunteerHour(models.Model):
    """From stamps to granted time, by the rules of the unit."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _close_presence_sudo(self, when):
        """Write what counts of a stay; return a second line's values, if any."""
        self.ensure_one()
        signup, company = self.signup_id, self.company_id
        grants = granted_by_date(
            self.check_in,
            when,
            signup.start,
            signup.stop,
            tz=company.volunteer_tz,
            tolerance=company.volunteer_tolerance,
            unit=int(company.volunteer_rounding_unit),
            minimum=company.volunteer_minimum,
        )
        if not grants:
            self.write({"check_out": when, "state": "cancelled"})
            return []
        values = [
            {
                "date": grant.date,
                "start": grant.start,
                "stop": grant.stop,
                "minutes": grant.minutes,
                "hours": hours_from_minutes(grant.minutes),
                "check_in": self.check_in,
                "check_out": when,
                "state": "draft",
            }
            for grant in grants
        ]
        self.write(values[0])
        return [
            {
                **vals,
                "volunteer_id": self.volunteer_id.id,
                "activity_id": self.activity_id.id,
                "signup_id": signup.id,
                "source": "checkin",
                "proven": True,
                "method": self.method,
            }
            for vals in values[1:]
        ]

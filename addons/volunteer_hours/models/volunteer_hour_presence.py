from collections import defaultdict

from odoo import models
from odoo.tools import clean_context

from ..tools.granting import granted_by_date


class VolunteerHour(models.Model):
    """From stamps to granted time, by the rules of the unit."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _close_presence_sudo(self, when):
        """Write what counts of each stay; a stay over midnight gets a second line.

        Lines that get the same values are written together: a whole team usually
        leaves at once.

        :raise UserError: a day is fuller than the unit allows
        """
        first, second = defaultdict(list), []
        for line in self:
            grants = line._grant_stay(when)
            first[grants[0]].append(line.id)
            second += [
                {
                    **line._prepare_granted_vals(grant, when),
                    "check_in": line.check_in,
                    "volunteer_id": line.volunteer_id.id,
                    "activity_id": line.activity_id.id,
                    "signup_id": line.signup_id.id,
                    "source": "checkin",
                    "proven": True,
                    "method": line.method,
                }
                for grant in grants[1:]
            ]
        for grant, line_ids in first.items():
            lines = self.browse(line_ids)
            lines.write(self._prepare_granted_vals(grant, when))
        Hour = self.with_context(clean_context(self.env.context))
        (self + Hour.create(second))._check_daily_limit()

    def _grant_stay(self, when):
        """Return the granted stays, one a local date; ``[None]`` if nothing counts."""
        self.ensure_one()
        signup, company = self.signup_id, self.company_id
        return granted_by_date(
            self.check_in,
            when,
            signup.start,
            signup.stop,
            tz=company.volunteer_tz,
            tolerance=company.volunteer_tolerance,
            unit=int(company.volunteer_rounding_unit),
            minimum=company.volunteer_minimum,
        ) or [None]

    def _prepare_granted_vals(self, grant, when):
        if grant is None:
            return {"check_out": when, "state": "cancelled"}
        return {
            "date": grant.date,
            "start": grant.start,
            "stop": grant.stop,
            "minutes": grant.minutes,
            "check_out": when,
            "state": "draft",
        }

from collections import defaultdict

from odoo import fields, models
from odoo.tools import clean_context

from ...tools.granting import granted_by_date
from ...tools.presence import free_part
from ..lines.volunteer_hour_claim import HELD


class VolunteerHour(models.Model):
    """From stamps to granted time, by the rules of the unit."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    device_id = fields.Many2one(
        "volunteer.device",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The kiosk or screen at which the volunteer checked in.",
    )

    def _close_presence_sudo(self, when, *, capped=False):
        """Write what counts of each stay; a stay over midnight gets a second line.

        Lines that get the same values are written together: a whole team usually
        leaves at once.

        Callers hold the rows of these people.

        :param datetime when: departure, naive UTC
        :param bool capped: what is over the daily limit does not count
        :raise UserError: a day is fuller than the unit allows, unless ``capped``
        """
        first, second = defaultdict(list), []
        others = self._get_other_hours_sudo(when)
        for line in self:
            grants = line._grant_stay(when, others[line.volunteer_id])
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
                    "device_id": line.device_id.id,
                }
                for grant in grants[1:]
            ]
        for grant, line_ids in first.items():
            lines = self.browse(line_ids)
            vals = self._prepare_granted_vals(grant, when)
            # The date alone decides team and due date: it is written where it moves.
            day = vals.pop("date", None)
            lines.write(vals)
            moved = lines.filtered(lambda line, day=day: day and line.date != day)
            if moved:
                moved.write({"date": day})
        lines = self
        if second:
            Hour = self.with_context(clean_context(self.env.context))
            lines += Hour.create(second)
        if capped:
            # Nothing is left to check: a day that is too full without these stays, as
            # after an emergency, is nobody's reason not to leave.
            lines._cap_days_sudo()
        else:
            lines.with_context(volunteer_days=HELD)._check_daily_limit()

    def _get_other_hours_sudo(self, when):
        """Return ``{volunteer: hours that may lie within these stays}``, in one query.

        :rtype: collections.defaultdict
        """
        others = defaultdict(self.browse)
        if not self:
            return others
        # A stamp near the planned start counts from there: at most two hours before.
        since = fields.Datetime.subtract(min(self.mapped("check_in")), hours=2)
        found = self.search(
            [
                ("volunteer_id", "in", self.volunteer_id.ids),
                ("id", "not in", self.ids),
                ("state", "not in", ("open", "refused", "cancelled")),
                ("reversed", "=", False),
                ("reverses_id", "=", False),
                ("start", "<", when),
                ("stop", ">", since),
            ]
        )
        others.update(found.grouped("volunteer_id"))
        return others

    def _grant_stay(self, when, others):
        """Return the granted stays, one a local date; ``[None]`` if nothing counts.

        :param others: hours of this person around that time; no minute counts twice
        """
        self.ensure_one()
        signup, company = self.signup_id, self.company_id
        came, left = free_part(
            self.check_in, when, [(line.start, line.stop) for line in others]
        )
        # A stamp counts as planned unless other hours reach over the planned time.
        before = any(line.start <= signup.start < line.stop for line in others)
        after = any(line.start < signup.stop <= line.stop for line in others)
        again = any(line.signup_id == signup for line in others)
        return granted_by_date(
            came,
            left,
            None if before else signup.start,
            None if after else signup.stop,
            tz=company.volunteer_tz,
            tolerance=company.volunteer_tolerance,
            unit=int(company.volunteer_rounding_unit),
            # Once a service: coming back for a moment is no way to a second minimum.
            minimum=0 if again else company.volunteer_minimum,
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

    def _cap_days_sudo(self):
        """Take away what is over the daily limit; the stamps stay as they are."""
        totals = {
            (volunteer, day): minutes
            for volunteer, day, minutes in self._read_group(
                [
                    ("volunteer_id", "in", self.volunteer_id.ids),
                    ("date", "in", list(set(self.mapped("date")))),
                    ("state", "not in", ("refused", "cancelled")),
                    *self._get_day_domain(),
                ],
                ["volunteer_id", "date:day"],
                ["minutes:sum"],
            )
        }
        for line in self.filtered(lambda line: line.state == "draft"):
            company = line.company_id
            total = totals.get((line.volunteer_id, line.date), 0)
            over = total - round(company.volunteer_daily_limit * 60)
            if over <= 0:
                continue
            unit = int(company.volunteer_rounding_unit)
            minutes = max(line.minutes - over, 0) // unit * unit
            totals[line.volunteer_id, line.date] = total - line.minutes + minutes
            if minutes:
                line.write({"minutes": minutes})
            else:
                line.write({"state": "cancelled", "minutes": 0})

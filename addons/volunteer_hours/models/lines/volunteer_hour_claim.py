from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.minors import clock, is_within_hours

from ...tools.granting import (
    ClaimMinutesError,
    check_claim_minutes,
    day_bounds,
)

#: In a context: the rows of these people are held already. No user can send it.
HELD = object()


class VolunteerHour(models.Model):
    """Limits of hours that are entered by hand, without proof of presence."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _check_claims(self):
        """Check day, minutes and the daily limit of claims, in one query for all.

        :raise UserError: which line breaks which limit
        """
        entered = self.sudo().filtered(
            lambda line: line.source != "checkin" and not line.reverses_id
        )
        for company, lines in entered.grouped("company_id").items():
            # Whole teams serve at the same time: who did is all that differs.
            samples = lines._sample_claims()
            samples._check_claimed_moments(company)
            strangers = lines.volunteer_id.filtered(
                lambda volunteer, company=company: company not in volunteer.company_ids
            )
            for line in lines if strangers else ():
                if line.volunteer_id in strangers:
                    raise UserError(
                        self.env._(
                            "%(line)s: this volunteer does not serve in %(company)s.",
                            line=line.display_name,
                            company=company.name,
                        )
                    )
            for line in samples:
                try:
                    line._check_minutes(line.minutes)
                except ClaimMinutesError as error:
                    raise UserError(line._get_claim_problem(error.reason)) from error
        self._check_daily_limit()

    def _sample_claims(self):
        """Return the first of the lines that are alike in their day, times and minutes.

        Whether these can be granted depends on nothing else; see ``_check_minutes``.
        """
        first = {}
        for line in self:
            claimed = (line.date, line.start, line.stop, line.minutes, line.is_opening)
            first.setdefault(claimed, line.id)
        return self.browse(first.values())

    def _check_claimed_moments(self, company):
        """Check that what is entered by hand has been, and when it says it was.

        :param company: the unit of all these lines
        :raise UserError: a day to come, or clock times that are not the day's
        """
        today, bounds = company._get_volunteer_today(), {}
        for line in self:
            day = line.date
            if day > today:
                raise UserError(
                    self.env._(
                        "%(line)s: this day is still to come.", line=line.display_name
                    )
                )
            if line.start or line.stop:
                if day not in bounds:
                    bounds[day] = day_bounds(day, company.volunteer_tz)
                line._check_claimed_times(*bounds[day])

    def _check_claimed_times(self, first, after):
        """Check the clock times of a line.

        :param datetime first: the first moment of its date
        :param datetime after: that of the next day
        :raise UserError: not both times, of another day, or too short a stay
        """
        self.ensure_one()
        if not (self.start and self.stop):
            raise UserError(
                self.env._(
                    "%(line)s: give both when it began and when it ended, or neither.",
                    line=self.display_name,
                )
            )
        if not first <= self.start < self.stop <= after:
            raise UserError(
                self.env._(
                    "%(line)s: beginning and end lie on the day of the service. Enter "
                    "a stay over midnight as two lines.",
                    line=self.display_name,
                )
            )
        if self._is_longer_than_stay(self.minutes):
            raise UserError(
                self.env._(
                    "%(line)s: these are more hours than from beginning to end.",
                    line=self.display_name,
                )
            )

    def _is_longer_than_stay(self, minutes):
        """Return whether these minutes are more than from beginning to end."""
        self.ensure_one()
        if not (self.start and self.stop):
            return False
        return minutes > (self.stop - self.start).total_seconds() / 60

    def _check_minutes(self, minutes):
        """:raise ClaimMinutesError: minutes that cannot be granted for this line"""
        self.ensure_one()
        check_claim_minutes(minutes, int(self.company_id.volunteer_rounding_unit))

    def _get_claim_problem(self, reason):
        self.ensure_one()
        if reason == "not_positive":
            return self.env._(
                "%(line)s: the hours must be more than zero.", line=self.display_name
            )
        if reason == "over_day":
            return self.env._("%(line)s: a day has 24 hours.", line=self.display_name)
        return self.env._(
            "%(line)s: the hours are not a multiple of %(unit)d minutes.",
            line=self.display_name,
            unit=int(self.company_id.volunteer_rounding_unit),
        )

    def _check_daily_limit(self):
        """Check what each person has in all on each day, in one query.

        More than the limit is for emergencies, and entered by the volunteer office,
        which says why; more than 24 hours is never right.

        :raise UserError: whose day is too full
        """
        lines = self.sudo().filtered(lambda line: line._counts_for_day())
        if not lines:
            return
        if self.env.context.get("volunteer_days") is not HELD:
            lines._hold_days_sudo()
        totals = {
            (volunteer.id, day): minutes
            for volunteer, day, minutes in lines._read_group(
                [
                    ("volunteer_id", "in", lines.volunteer_id.ids),
                    ("date", "in", list(set(lines.mapped("date")))),
                    ("state", "not in", ("refused", "cancelled")),
                    *self._get_day_domain(),
                ],
                ["volunteer_id", "date:day"],
                ["minutes:sum"],
            )
        }
        # Presence was checked before it began; a reversal takes away, whatever the
        # limit has become since.
        entered = lines.filtered(lambda line: not line.reverses_id)
        claims = entered.filtered(lambda line: line.source != "checkin")
        officer = self.env.user.has_group("volunteer_base.group_officer")
        claims._check_days_of_minors(totals, officer)
        # Nearly every day is far from any limit, and lines are many.
        least = min(entered.company_id.mapped("volunteer_daily_limit"), default=0)
        full = {key for key, minutes in totals.items() if minutes > round(least * 60)}
        if not full:
            return
        for line in entered:
            key = (line.volunteer_id.id, line.date)
            if key in full:
                line._check_full_day(totals[key], officer)

    def _check_full_day(self, minutes, officer):
        """Check what somebody has in all on the day of this line against the limit.

        :raise UserError: too much
        """
        limit = self.company_id.volunteer_daily_limit
        if minutes <= round(limit * 60):
            return
        if officer and self.project_id.kind == "emergency":
            limit = 24.0
            if minutes <= limit * 60:
                self._check_reason_of_length()
                return
        raise UserError(
            self.env._(
                "%(name)s has %(total)g hours on %(date)s; the limit is %(limit)g.",
                name=self.volunteer_id.name,
                total=minutes / 60,
                date=self.date,
                limit=limit,
            )
        )

    def _counts_for_day(self):
        """Return whether a line is what its volunteer did on its date."""
        return True

    @api.model
    def _get_day_domain(self):
        """Return the domain of the lines that count for their date."""
        return []

    def _check_reason_of_length(self):
        """:raise UserError: more than the daily limit, claimed without a reason"""
        if self.source == "claim" and not (self.description or "").strip():
            raise UserError(
                self.env._(
                    "%(line)s: more than %(limit)g hours on one day. Say in the "
                    "description why it took so long.",
                    line=self.display_name,
                    limit=self.company_id.volunteer_daily_limit,
                )
            )

    def _hold_days_sudo(self):
        """Let two lines of one person at once see each other.

        The row of the volunteer is written, in order: the second transaction fails,
        is repeated by Odoo and then counts the first one's hours.
        """
        self.flush_model(["minutes", "state", "date", "volunteer_id"])
        self.volunteer_id._hold_presence_sudo()

    def _check_days_of_minors(self, totals, officer):
        """Check what people under 18 claim.

        :param dict totals: ``{(volunteer id, date): minutes on that day in all}``
        :param bool officer: whether the volunteer office enters it
        :raise UserError: too long, or outside the hours for minors
        """
        if not self:
            return
        # Who was grown up on the first of these days is so on all of them.
        young = self.volunteer_id._get_minors_sudo(min(self.mapped("date")))
        for line in self if young else ():
            volunteer = line.volunteer_id
            if volunteer in young and volunteer._get_minors_sudo(line.date):
                minutes = totals.get((volunteer.id, line.date), 0)
                line._check_minors_day(minutes, officer)

    def _check_minors_day(self, minutes, officer):
        """Check a claim against the limits for people under 18.

        The volunteer office may enter more where it says why.

        :raise UserError: too long, or outside the hours for minors
        """
        if officer and self.description:
            return
        company = self.company_id
        if minutes > round(company.volunteer_minor_daily_hours * 60):
            raise UserError(
                self.env._(
                    "%(name)s is under 18: %(hours)g hours a day at most. If it was "
                    "longer, the volunteer office enters it and says why.",
                    name=self.volunteer_id.name,
                    hours=company.volunteer_minor_daily_hours,
                )
            )
        if not self.start or not self.stop:
            return
        local = [
            company._get_volunteer_time(moment).replace(tzinfo=None)
            for moment in (self.start, self.stop)
        ]
        earliest, latest = company.volunteer_minor_from, company.volunteer_minor_until
        if not is_within_hours(*local, earliest, latest):
            raise UserError(
                self.env._(
                    "%(name)s is under 18 and serves between %(start)s and %(stop)s "
                    "only. If it was otherwise, the volunteer office enters it and "
                    "says why.",
                    name=self.volunteer_id.name,
                    start=clock(earliest),
                    stop=clock(latest),
                )
            )

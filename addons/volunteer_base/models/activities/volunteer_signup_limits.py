from collections import defaultdict
from datetime import timedelta

from odoo import fields, models

from ...tools.page_memo import once


class VolunteerActivitySlot(models.Model):
    """Rest between two services, and days that grow long.

    Defaults of the trade, settings of the unit: more than eight hours a day is worth a
    warning. In an emergency nobody is held up by them. Minors have stricter rules of
    their own.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def _get_busy_signups_sudo(self, volunteers):
        """Also return what lies near enough to rest from, in the same query."""
        near = self._get_near_signups_sudo(volunteers)
        return near.filtered(
            lambda signup: signup.state in ("confirmed", "attended")
        ).grouped("volunteer_id")

    def _get_near_signups_sudo(self, volunteers):
        """Return what these people are signed up for, or wait for, about that time."""
        Signup = self.env["volunteer.signup"].sudo()
        activities = self.activity_id
        if not activities or not volunteers:
            return Signup
        day = timedelta(days=1)
        since = min(activities.mapped("start")) - day
        until = max(activities.mapped("stop")) + day
        return once(
            self.env,
            ("near", volunteers._ids, since, until),
            lambda: Signup.search_fetch(
                [
                    ("volunteer_id", "in", volunteers.ids),
                    ("state", "!=", "cancelled"),
                    ("start", "<", until),
                    ("stop", ">", since),
                ],
                [
                    "volunteer_id",
                    "slot_id",
                    "activity_id",
                    "company_id",
                    "start",
                    "stop",
                    "state",
                    "waiting_rank",
                    "offered_until",
                ],
            ),
        )

    def _get_signup_obstacle(self, volunteer, busy_signups):
        return (
            super()._get_signup_obstacle(volunteer, busy_signups)
            or self._get_rest_obstacle(volunteer, busy_signups)
            or self._get_long_day_obstacle(volunteer, busy_signups)
        )

    def _is_limited_sudo(self):
        """Return whether rest and long days matter here."""
        return self.sudo().activity_id.project_id.kind != "emergency"

    def _get_rest_obstacle(self, volunteer, busy_signups):
        """Return why the rest between two services would be too short, or None."""
        minutes = self.sudo().company_id.volunteer_rest_minutes
        if not minutes or not busy_signups or not self._is_limited_sudo():
            return None
        activity, rest = self.activity_id, timedelta(minutes=minutes)
        for signup in busy_signups:
            if (
                signup.activity_id != activity
                and signup.start < activity.stop + rest
                and signup.stop > activity.start - rest
            ):
                return self.env._(
                    "%(name)s needs %(minutes)s minutes of rest before or after "
                    "“%(activity)s”.",
                    name=volunteer.name,
                    minutes=minutes,
                    activity=signup.activity_id.display_name,
                )
        return None

    def _get_long_day_obstacle(self, volunteer, busy_signups):
        """Return why the day would be too long where the unit refuses that, or None."""
        if self.sudo().company_id.volunteer_long_day != "block":
            return None
        return self._describe_long_day(volunteer, busy_signups)

    def _describe_long_day(self, volunteer, busy_signups):
        """Return a sentence about planned hours above the limit of a day, or None."""
        limit = self.sudo().company_id.volunteer_long_day_hours
        if not busy_signups or not limit:
            return None
        activity = self.activity_id
        planned = activity.stop - activity.start
        for signup in busy_signups:
            # The day of the start, which the sign-up carries.
            if signup.activity_id != activity and (
                activity._local_date(signup.start, signup.company_id) == activity.date
            ):
                planned += signup.stop - signup.start
        hours = planned.total_seconds() / 3600
        if hours <= limit or not self._is_limited_sudo():
            return None
        return self.env._(
            "%(name)s would serve %(hours)g hours on that day, more than %(limit)g.",
            name=volunteer.name,
            hours=round(hours, 2),
            limit=limit,
        )

    def _get_signup_warnings_by_slot(self, volunteers):
        """Return ``{slot: {volunteer: what to think of before signing up}}``.

        No obstacles: people decide themselves. One query however many slots.
        """
        warnings = defaultdict(dict)
        slots = self.filtered(
            lambda slot: slot.sudo().company_id.volunteer_long_day == "warn"
        )
        busy = slots._get_busy_signups_sudo(volunteers)
        for slot in slots:
            for volunteer in volunteers:
                sentence = slot._describe_long_day(volunteer, busy.get(volunteer, ()))
                if sentence:
                    warnings[slot][volunteer] = sentence
        return warnings


class VolunteerSignup(models.Model):
    """Cancelling so late that somebody must act."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    cancelled_on = fields.Datetime(readonly=True, copy=False)
    late_cancel = fields.Boolean(
        string="Cancelled Late",
        readonly=True,
        copy=False,
        help="The volunteer cancelled later than the unit asks for.",
    )

    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "cancelled_on", "late_cancel")

    def write(self, vals):
        if "state" in vals:
            cancelled = vals["state"] == "cancelled"
            vals = {
                **vals,
                "cancelled_on": cancelled and fields.Datetime.now(),
                "late_cancel": cancelled and bool(vals.get("late_cancel")),
            }
        return super().write(vals)

    def _is_late(self):
        """Return whether cancelling a seat now is late."""
        self.ensure_one()
        hours = self.sudo().company_id.volunteer_cancel_hours
        return (
            self.state == "confirmed"
            and fields.Datetime.now() > self.start - timedelta(hours=hours)
            if hours
            else False
        )

    def action_cancel(self):
        """Cancel; the leader is told where the volunteer does so late."""
        own = self._get_own_sudo().sudo()
        late = own.filtered(lambda signup: signup._is_late())
        result = super().action_cancel()
        late.write({"state": "cancelled", "late_cancel": True})
        for signup in late:
            signup._tell_leader_sudo(
                lambda env, signup=signup: env._(
                    "%(name)s cannot come", name=signup.volunteer_id.name
                ),
                lambda env, signup=signup: env._(
                    "%(activity)s, %(when)s, %(post)s: %(name)s has cancelled late.",
                    activity=signup.activity_id.name,
                    when=signup.activity_id.with_env(env)._format_when_text(),
                    post=signup.post_id.name,
                    name=signup.volunteer_id.name,
                ),
            )
        return result

    def _tell_leader_sudo(self, title, body, *, matter="signup", url=None):
        """Send the leader of an activity a message about one of its sign-ups.

        :param title: function of an environment in the leader's language
        :param body: likewise
        """
        self.ensure_one()
        leader = self.activity_id.leader_id or self.activity_id.team_id.leader_id
        # Nobody is told what they did themselves.
        leader = leader.filtered(lambda person: person.user_id != self.env.user)
        leader._notify_sudo(
            matter,
            lambda volunteer: (title(volunteer.env), body(volunteer.env)),
            activity=self.activity_id,
            url=url,
            urgent=True,
        )


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    late_cancel_count = fields.Integer(
        string="Late Cancellations",
        compute="_compute_late_cancel_count",
        compute_sudo=True,
        help="In the period in which no-shows are counted.",
    )

    def _compute_late_cancel_count(self):
        now = fields.Datetime.now()
        counts = {}
        months = {person.company_id.volunteer_no_show_months for person in self}
        for period in months:
            people = self.filtered(
                lambda person, period=period: (
                    person.company_id.volunteer_no_show_months == period
                )
            )
            counts.update(
                self.env["volunteer.signup"]._read_group(
                    [
                        ("volunteer_id", "in", people.ids),
                        ("late_cancel", "=", True),
                        ("start", ">=", fields.Datetime.subtract(now, months=period)),
                    ],
                    ["volunteer_id"],
                    ["__count"],
                )
            )
        for person in self:
            person.late_cancel_count = counts.get(person, 0)

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.recurrence import collisions, local_hour, local_period

SCOPES = ("this", "following", "all")
#: What can be changed of many activities at once, as named on both models.
PLAIN = (
    "name",
    "leader_id",
    "venue",
    "place",
    "online_url",
    "counts_hours",
    "description",
)
#: Besides: ``date`` (of the activity at hand; the others move by as many days),
#: ``start_hour``, ``stop_hour`` and ``needs`` (``{post id: seats}``, all of them).
TIMED = ("date", "start_hour", "stop_hour")


class VolunteerActivity(models.Model):
    """What a change of a series would mean, before anything is changed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _get_series_targets(self, scope):
        """Return the activities that a change is for; those that have begun stay.

        :param str scope: ``this``, ``following`` or ``all``
        :raise UserError: no such scope, or this activity has begun or is closed
        """
        self.ensure_one()
        if scope not in SCOPES:
            raise UserError(self.env._("Choose which activities are changed."))
        now = fields.Datetime.now()
        if self.state not in ("draft", "published") or self.start <= now:
            raise UserError(
                self.env._(
                    "“%(name)s” has begun or is closed; it does not change any more.",
                    name=self.display_name,
                )
            )
        if scope == "this":
            return self
        coming = self.search(
            [
                ("series_id", "=", self.series_id.id),
                ("series_id", "!=", False),
                ("state", "in", ("draft", "published")),
                ("start", ">", now),
                ("signup_ids", "not any", [("state", "=", "attended")]),
            ],
            order="start, id",
        )
        if scope == "following":
            coming = coming.filtered(lambda one: one.series_date >= self.series_date)
        return self | coming

    def _get_series_shift(self, changes):
        """Return by how many days the activities move."""
        self.ensure_one()
        day = fields.Date.to_date(changes.get("date"))
        return (day - self.date).days if day else 0

    def _get_changed_times(self, changes, shift):
        """Return ``{activity: (start, stop)}`` of those whose times change.

        :param dict changes: see ``action_change_series``
        :param int shift: days
        """
        times = {}
        for activity in self:
            tz = activity.company_id.sudo().volunteer_tz
            period = local_period(
                activity.date + timedelta(days=shift),
                changes.get("start_hour", local_hour(activity.start, tz)),
                changes.get("stop_hour", local_hour(activity.stop, tz)),
                tz,
            )
            if period != (activity.start, activity.stop):
                times[activity] = period
        return times

    def _get_series_obstacles(self, scope, changes, shift):
        """Return sentences why these activities cannot be changed this way."""
        obstacles = []
        start, stop = changes.get("start_hour", 0), changes.get("stop_hour", 1)
        if not 0 <= start < 24 or not 0 <= stop <= 24 or start == stop:
            obstacles.append(
                self.env._(
                    "Times lie between 0:00 and 24:00, and the end differs from the "
                    "start."
                )
            )
        if shift and scope != "this":
            obstacles += self._get_shift_obstacles(shift)
        if "needs" in changes:
            obstacles += self._get_need_obstacles(changes["needs"])
        now = fields.Datetime.now()
        if not obstacles and any(
            begins <= now
            for begins, _ends in self._get_changed_times(changes, shift).values()
        ):
            obstacles.append(self.env._("Activities cannot be moved into the past."))
        return obstacles

    def _get_shift_obstacles(self, shift):
        series = self.series_id.sudo()
        if series.rhythm != "weekly" or abs(shift) > 6:
            return [
                self.env._(
                    "Only the activities of a weekly series move together, and within "
                    "one week. Change this one alone, or end the series and start a "
                    "new one."
                )
            ]
        moved = {one.series_date + timedelta(days=shift) for one in self}
        taken = (series.service_activity_ids - self.sudo()).filtered(
            lambda one: one.series_date in moved
        )
        return [
            self.env._("The series has “%(name)s” on that day already.", name=name)
            for name in taken.mapped("display_name")
        ]

    def _get_need_obstacles(self, needs):
        if not any(needs.values()) or any(seats < 0 for seats in needs.values()):
            return [self.env._("Say which posts are needed, and how many seats each.")]
        return [
            self.env._(
                "“%(need)s”: %(count)s people have signed up.",
                need=slot.display_name,
                count=slot.taken,
            )
            for slot in self.slot_ids
            if slot.taken > needs.get(slot.post_id.id, 0)
        ]

    def _get_series_conflicts_sudo(self, times):
        """Return who would be in two places after these activities move.

        One query, however many activities and people.

        :param dict times: ``{activity: (start, stop)}``
        :return: ``{sign-up: the activity it would collide with}``, as superuser
        """
        Signup = self.env["volunteer.signup"].sudo()
        if not times:
            return {}
        mine = Signup.search(
            [
                ("activity_id", "in", [activity.id for activity in times]),
                ("state", "=", "confirmed"),
            ]
        )
        others = Signup.search(
            [
                ("volunteer_id", "in", mine.volunteer_id.ids),
                ("id", "not in", mine.ids),
                ("state", "in", ("confirmed", "attended")),
                ("start", "<", max(stop for _start, stop in times.values())),
                ("stop", ">", min(start for start, _stop in times.values())),
            ]
        )
        by_id = {activity.id: period for activity, period in times.items()}
        found = collisions(
            [
                (one.volunteer_id.id, *by_id[one.activity_id.id], one)
                for one in mine.sorted("start")
            ],
            [(one.volunteer_id.id, one.start, one.stop, one) for one in others],
        )
        return {signup: other.activity_id for _person, signup, other in found}

    def _preview_series_change(self, scope, changes):
        """Return what a change would do, as texts for people.

        :return: ``{"summary", "obstacles", "conflicts", "notes": text or False}``
        :rtype: dict
        """
        self.ensure_one()
        preview = dict.fromkeys(("summary", "obstacles", "conflicts", "notes"), False)
        try:
            targets = self._get_series_targets(scope)
        except UserError as error:
            return {**preview, "obstacles": str(error)}
        if not targets.has_access("write"):
            # Who serves when is for those in charge.
            return {
                **preview,
                "obstacles": self.env._("Only those in charge may change these."),
            }
        if not changes:
            return {**preview, "summary": self.env._("Nothing is changed yet.")}
        shift = self._get_series_shift(changes)
        obstacles = targets._get_series_obstacles(scope, changes, shift)
        if obstacles:
            return {**preview, "obstacles": "\n".join(obstacles)}
        times = targets._get_changed_times(changes, shift)
        conflicts = targets._get_series_conflicts_sudo(times)
        days = [one.date + timedelta(days=shift) for one in targets]
        notes = self.env["volunteer.working.day"]._get_notes_sudo(days if shift else ())
        signed_up = targets.sudo().signup_ids.filtered(
            lambda signup: signup.state in ("waiting", "confirmed")
        )
        people = len(signed_up.volunteer_id)
        if len(targets) == 1:
            summary = self.env._(
                "One activity changes, on %(day)s; volunteers signed up: %(people)s.",
                day=format_date(self.env, days[0]),
                people=people,
            )
        else:
            summary = self.env._(
                "%(count)s activities change, from %(first)s to %(last)s; volunteers "
                "signed up: %(people)s.",
                count=len(targets),
                first=format_date(self.env, min(days)),
                last=format_date(self.env, max(days)),
                people=people,
            )
        return {
            "summary": summary,
            "obstacles": False,
            "conflicts": "\n".join(self._describe_conflicts(conflicts)) or False,
            "notes": "\n".join(
                f"{format_date(self.env, day)}: {notes[day]}" for day in sorted(notes)
            )
            or False,
        }

    def _describe_conflicts(self, conflicts):
        """Return one sentence a person and service that would collide."""
        texts = defaultdict(list)
        for signup, other in conflicts.items():
            texts[signup.volunteer_id.name].append(
                self.env._(
                    "%(name)s: “%(activity)s” would collide with “%(other)s”.",
                    name=signup.volunteer_id.name,
                    activity=signup.activity_id.display_name,
                    other=other.display_name,
                )
            )
        return [text for name in sorted(texts) for text in texts[name]]

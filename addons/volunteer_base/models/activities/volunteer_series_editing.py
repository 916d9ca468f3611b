from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.recurrence import shift_weekdays
from .volunteer_series import WEEKDAYS
from .volunteer_series_change import PLAIN, TIMED

# Far from everything that anybody serves at.
PARKED_DAYS = 365_000


class VolunteerActivity(models.Model):
    """Change one activity of a series, or it and the following, or all to come."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_change_series(self, scope, changes, release_conflicts=False):
        """Change activities of a series; whoever signed up stays and is told.

        Activities that have begun stay as they are. With ``following`` and ``all``,
        the activities still to be made follow the change.

        :param str scope: ``this``, ``following`` or ``all``
        :param dict changes: new values of ``name``, ``leader_id``, ``venue``,
            ``place``, ``online_url``, ``counts_hours``, ``description``; ``date`` of
            this activity (the others move by as many days); ``start_hour`` and
            ``stop_hour`` as local hours; ``needs`` as ``{post id: seats}``
        :param bool release_conflicts: cancel the sign-ups of those who would be in two
            places, and tell them; otherwise nothing is changed
        :return: ids of the changed activities
        :rtype: list
        :raise UserError: what cannot be changed, or who would collide, by name
        """
        self.ensure_one()
        targets = self._get_series_targets(scope)
        targets.check_access("write")
        series = self.series_id if scope != "this" else self.series_id.browse()
        series.check_access("write")
        if set(changes) - {*PLAIN, *TIMED, "needs"}:
            raise UserError(self.env._("This cannot be changed for a whole series."))
        changes = {**changes, "needs": self._clean_needs(changes.get("needs"))}
        if changes["needs"] is None:
            del changes["needs"]
        shift = self._get_series_shift(changes)
        obstacles = targets._get_series_obstacles(scope, changes, shift)
        if obstacles:
            raise UserError("\n".join(obstacles))
        times = targets._get_changed_times(changes, shift)
        conflicts = targets._get_series_conflicts_sudo(times)
        if conflicts and not release_conflicts:
            raise UserError("\n".join(self._describe_conflicts(conflicts)))
        plain = {name: changes[name] for name in PLAIN if name in changes}
        # Their history says it once, in the series.
        quiet = targets.with_context(tracking_disable=True) if series else targets
        if plain:
            quiet.write(plain)
        quiet._release_conflicts_sudo(conflicts, times)
        if shift and series:
            targets._shift_series_dates_sudo(shift)
        quiet._move_together(times)
        if "needs" in changes:
            targets._set_needs(changes["needs"])
        if series:
            series._follow_change_sudo(plain, changes, shift, targets)
        return targets.ids

    def _clean_needs(self, needs):
        """Return needs with numbers as keys, as JSON has none; None if not asked."""
        if needs is None:
            return None
        try:
            return {int(post_id): int(seats) for post_id, seats in needs.items()}
        except (AttributeError, TypeError, ValueError):
            raise UserError(
                self.env._("Say which posts are needed, and how many seats each.")
            ) from None

    def _release_conflicts_sudo(self, conflicts, times):
        """Cancel the sign-ups of who would be in two places, and tell them."""
        for signup in conflicts:
            activity, other = signup.activity_id, conflicts[signup]
            start, _stop = times[activity.sudo(False)]

            def write(volunteer, activity=activity, other=other, start=start):
                env = volunteer.env
                return (
                    env._("Sign-up cancelled: %(activity)s", activity=activity.name),
                    env._(
                        "“%(activity)s” has been moved to %(when)s, when you serve at "
                        "“%(other)s”. Your sign-up for it was cancelled.",
                        activity=activity.name,
                        when=activity.with_env(env)._format_window_moment(start),
                        other=other.display_name,
                    ),
                )

            signup.volunteer_id._notify_sudo(
                "change", write, activity=activity, url="/my/volunteer"
            )
        signups = self.env["volunteer.signup"].sudo().union(*conflicts)
        signups._release_sudo()

    def _move_together(self, times):
        """Write new times; the sign-ups are put aside first.

        The database compares each row of a person with all others at once: moving the
        Tuesdays to Wednesdays, it would find next Wednesday still taken.
        """
        if not times:
            return
        self.env.flush_all()
        signups = self.browse([activity.id for activity in times]).sudo().signup_ids
        parked = SQL("interval %s", f"{PARKED_DAYS} days")
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_signup SET start = start + %(far)s, "
                "stop = stop + %(far)s WHERE id IN %(ids)s RETURNING 1",
                far=parked,
                ids=tuple(signups.ids) or (0,),
            )
        )
        signups.invalidate_recordset(["start", "stop"], flush=False)
        for activity, (start, stop) in times.items():
            self.browse(activity.id).write({"start": start, "stop": stop})
        self.env.flush_all()

    def _shift_series_dates_sudo(self, shift):
        """Let the days they were made for follow, so that none is made again."""
        days = {one: one.series_date + timedelta(days=shift) for one in self.sudo()}
        self.sudo().write({"series_date": False})
        self.flush_recordset(["series_date"])
        for activity, day in days.items():
            activity.series_date = day
        self.flush_recordset(["series_date"])

    def _set_needs(self, needs):
        """Give these activities posts and seats, ``{post id: seats}``."""
        used = {
            slot
            for (slot,) in self.env["volunteer.signup"]
            .sudo()
            ._read_group([("activity_id", "in", self.ids)], ["slot_id"])
        }
        vals_list, by_seats, gone = [], {}, self.slot_ids.browse()
        for activity in self:
            known = {slot.post_id.id: slot for slot in activity.slot_ids}
            for post_id, slot in known.items():
                seats = needs.get(post_id, 0)
                if not seats and slot not in used:
                    gone |= slot
                elif seats != slot.seats:
                    by_seats.setdefault(seats, slot.browse())
                    by_seats[seats] |= slot
            vals_list += [
                {"activity_id": activity.id, "post_id": post_id, "seats": seats}
                for post_id, seats in needs.items()
                if seats and post_id not in known
            ]
        for seats, slots in by_seats.items():
            slots.write({"seats": seats})
        gone.unlink()
        self.env["volunteer.activity.slot"].create(vals_list)


class VolunteerSeries(models.Model):
    _inherit = "volunteer.series"  # pylint: disable=consider-merging-classes-inherited

    def _follow_change_sudo(self, plain, changes, shift, targets):
        """Let the activities still to be made follow a change of those made."""
        self.ensure_one()
        series = self.sudo()
        vals = dict(plain)
        vals.update(
            {
                name: changes[name]
                for name in ("start_hour", "stop_hour")
                if name in changes
            }
        )
        if "needs" in changes:
            vals["need_ids"] = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"post_id": post_id, "seats": seats})
                    for post_id, seats in changes["needs"].items()
                    if seats
                ),
            ]
        if shift:
            weekdays = shift_weekdays(series._get_weekdays(), shift)
            vals.update(
                {name: number in weekdays for number, name in enumerate(WEEKDAYS)}
            )
            days = targets.mapped("series_date")
            vals["pattern_from"] = min(days)
            vals["date_from"] = min(series.date_from, *days)
            if series.date_to:
                vals["date_to"] = max(series.date_to, *days)
            series._shift_exceptions_sudo(shift, min(days) - timedelta(days=shift))
        series.write(vals)
        series._message_log(
            body=self.env._(
                "%(count)s activities were changed together, from %(first)s to "
                "%(last)s.",
                count=len(targets),
                first=min(targets.mapped("date")),
                last=max(targets.mapped("date")),
            ),
            author_id=self.env.user.partner_id.id,
        )

    def _shift_exceptions_sudo(self, shift, since):
        """Let exceptions from a date on move by some days."""
        later = self.exception_ids.filtered(lambda exception: exception.date >= since)
        vals_list = [
            {
                "series_id": exception.series_id.id,
                "date": exception.date + timedelta(days=shift),
                "kind": exception.kind,
                "reason": exception.reason,
            }
            for exception in later
        ]
        days = {vals["date"] for vals in vals_list}
        later |= self.exception_ids.filtered(lambda exception: exception.date in days)
        later.unlink()
        self.env["volunteer.series.exception"].sudo().create(vals_list)

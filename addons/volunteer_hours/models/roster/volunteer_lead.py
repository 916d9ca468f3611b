from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class VolunteerActivity(models.Model):
    """Who leads an activity, with or without the backend, and what they see of it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _check_leading(self):
        """Check that the current user is in charge of all these activities.

        Whoever leads an activity may be a volunteer without a backend login, whom the
        rules show little; what follows reads as superuser.

        :raise AccessError: neither in charge of an activity nor of the office
        """
        if self.env.su:
            return
        office = self.env.user.has_group("volunteer_base.group_officer")
        companies = self.env.user.company_ids
        for activity in self.sudo():
            if office and activity.company_id in companies:
                continue
            if self.env.user not in activity._get_managers_sudo():
                raise AccessError(
                    self.env._("Only those in charge of this activity may do this.")
                )

    @api.model
    def _get_led_domain(self):
        """Return the domain of the activities the current user is in charge of."""
        uid = self.env.uid
        return Domain(
            "leader_id",
            "any",
            [("user_id", "=", uid), ("state", "in", ("trial", "registered"))],
        ) | Domain("team_id.manager_user_ids", "in", uid)

    @api.model
    def _get_led_sudo(self):
        """Return what the current user leads: running, to be closed, coming, closed.

        :return: ``{"today" | "to_close" | "coming" | "closed": activities}``, each as
            superuser, the next ones first
        :rtype: dict
        """
        now = fields.Datetime.now()
        led = self.sudo().with_context(active_test=True)
        domain = self._get_led_domain()
        published = led.search(
            domain
            & Domain("state", "=", "published")
            & Domain("start", "<", fields.Datetime.add(now, days=60)),
            order="start, id",
        )
        groups = {"today": led, "to_close": led, "coming": led}
        today = {
            company: company._get_volunteer_date(now)
            for company in published.company_id
        }
        for activity in published:
            if activity.stop <= now:
                groups["to_close"] |= activity
            elif activity.date <= today[activity.company_id]:
                groups["today"] |= activity
            else:
                groups["coming"] |= activity
        groups["closed"] = led.search(
            domain
            & Domain("state", "=", "done")
            & Domain("stop", ">", fields.Datetime.subtract(now, days=14)),
            order="start desc, id desc",
            limit=10,
        )
        return groups

    @api.model
    def _count_led_sudo(self):
        """Return how many activities the current user leads, in one query.

        :return: how many :meth:`_get_led_sudo` finds, up to its limits, and how many of
            them run today or are to be closed
        :rtype: tuple
        """
        now = fields.Datetime.now()
        open_state = Domain("state", "=", "published") & Domain(
            "start", "<", fields.Datetime.add(now, days=60)
        )
        closed = Domain("state", "=", "done") & Domain(
            "stop", ">", fields.Datetime.subtract(now, days=14)
        )
        led = (
            self.sudo()
            .with_context(active_test=True)
            .search_fetch(
                self._get_led_domain() & (open_state | closed),
                ["state", "stop", "date", "company_id"],
            )
        )
        running = led.filtered(
            lambda activity: (
                activity.state == "published"
                and (
                    activity.stop <= now
                    or activity.date <= activity.company_id._get_volunteer_date(now)
                )
            )
        )
        return len(led), len(running)

    def action_open_roster(self):
        """Open the leader's page of this activity."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/volunteer/lead/{self.id}",
            "target": "new",
        }

    def action_get_roster(self):
        """Return who is expected at an activity and who is there.

        :return: dict for the roster page, JSON only; times are clock times of the
            place, ``start``, ``stop`` and ``as_of`` milliseconds since 1970
        :rtype: dict
        :raise AccessError: not in charge of the activity
        """
        self.ensure_one()
        self._check_leading()
        activity = self.sudo()
        signups = activity.signup_ids.filtered(
            lambda signup: signup.state in ("confirmed", "attended", "absent")
        )
        return {
            "id": activity.id,
            "name": activity.name,
            "when": activity._format_when()[activity],
            "place": activity.place or "",
            "state": activity.state,
            "counts_hours": activity.counts_hours,
            "tz": activity.company_id.volunteer_tz,
            "start": _milliseconds(activity.start),
            "stop": _milliseconds(activity.stop),
            "as_of": _milliseconds(fields.Datetime.now()),
            "user": self.env.uid,
            "seats": activity.seats,
            "taken": activity.seats_taken,
            "slots": [
                {"id": slot.id, "name": slot.post_id.name, "left": slot.seats_left}
                for slot in activity.slot_ids
            ],
            "rows": [
                signup._prepare_roster_row_sudo(self.env.user)
                for signup in signups.sorted(
                    lambda signup: (signup.slot_id.id, signup.volunteer_id.code or "")
                )
            ],
        }


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_roster_row_sudo(self, user):
        """Return one row of the roster, JSON only."""
        self.ensure_one()
        volunteer = self.volunteer_id
        lines = self._get_stay_lines()
        return {
            "id": self.id,
            "name": volunteer.name,
            "code": volunteer.code or "",
            "post": self.post_id.name,
            "photo": bool(volunteer.image_128),
            "presence": "absent" if self.state == "absent" else self.presence,
            "in": self._format_clock(self.check_in),
            "out": self._format_clock(self.check_out if self.presence == "left" else 0),
            # Nobody checked this person out: whoever leads says when they left.
            "forgotten": self.end_open,
            "hours": f"{self.hours:.2f}".rstrip("0").rstrip(".") if self.hours else "",
            "reason": self._explain_hours_sudo(lines),
            "quality": self.quality,
            "note": self.quality_note or "",
            "own": volunteer.user_id == user,
            "fixed": any(
                line.state not in ("open", "draft", "cancelled") for line in lines
            ),
        }

    def _format_clock(self, moment):
        return self.company_id._format_volunteer_clock(moment)

    def _explain_hours_sudo(self, lines):
        """Return why the hours are what they are, in one short sentence."""
        counting = lines.filtered(lambda line: line.start and line.stop)
        if not counting:
            too_short = lines.filtered(
                lambda line: line.state == "cancelled" and line.check_out
            )
            return self.env._("too short to count") if too_short else ""
        company = self.company_id
        start, stop = min(counting.mapped("start")), max(counting.mapped("stop"))
        counted = f"{self._format_clock(start)}–{self._format_clock(stop)}"
        if (start, stop) == (self.start, self.stop):
            return self.env._(
                "planned %(period)s, within %(minutes)s min",
                period=counted,
                minutes=company.volunteer_tolerance,
            )
        return self.env._(
            "counts %(period)s, in whole units of %(minutes)s min",
            period=counted,
            minutes=company.volunteer_rounding_unit,
        )


def _milliseconds(moment):
    """Return milliseconds since 1970 of a naive UTC moment, as browsers count."""
    return int((moment - fields.Datetime.to_datetime("1970-01-01")).total_seconds()) * (
        1000
    )

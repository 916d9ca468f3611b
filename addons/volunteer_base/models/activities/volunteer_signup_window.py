from datetime import timedelta

from odoo import api, fields, models

from ...tools.local_time import format_moment

# Whoever holds this object opens the window; no caller over RPC can name it.
_OPENED = object()
WINDOW_FIELDS = ("signup_from", "own_team_until", "signup_until")


class VolunteerActivity(models.Model):
    """From when until when volunteers sign up by themselves, and who may first."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    signup_from = fields.Datetime(
        string="Sign-up Opens",
        copy=False,
        help="Empty: as soon as the activity is published.",
    )
    own_team_until = fields.Datetime(
        string="Own Team First until",
        copy=False,
        help="Until then only members of the team, and of the teams below it, sign up.",
    )
    signup_until = fields.Datetime(
        string="Sign-up Closes",
        copy=False,
        help="Empty: when the activity begins. Its leader adds people later too.",
    )

    _window_order = models.Constraint(
        "CHECK (signup_from < signup_until AND signup_from <= own_team_until "
        "AND own_team_until < signup_until)",
        "Sign-up opens first, for the own team and then for everybody, and closes "
        "after that.",
    )

    @api.model
    def _complete_create_vals(self, vals_list):
        Company = self.env["res.company"]
        for vals in vals_list:
            company = Company.browse(vals.get("company_id") or self.env.company.id)
            hours = company.sudo().volunteer_signup_cutoff_hours
            # A series and a template say so themselves, also that there is none.
            if hours and vals.get("start") and "signup_until" not in vals:
                start = fields.Datetime.to_datetime(vals["start"])
                vals["signup_until"] = start - timedelta(hours=hours)
        return super()._complete_create_vals(vals_list)

    @api.onchange("start")
    def _onchange_start_window(self):
        hours = self.company_id.sudo().volunteer_signup_cutoff_hours
        if self.start and hours and not self._origin:
            self.signup_until = self.start - timedelta(hours=hours)

    def write(self, vals):
        if "start" not in vals:
            return super().write(vals)
        start = fields.Datetime.to_datetime(vals["start"])
        plain = self.browse()
        for activity in self:
            moved = activity._prepare_moved_window(start)
            moved = {key: value for key, value in moved.items() if key not in vals}
            if moved:
                super(VolunteerActivity, activity).write({**vals, **moved})
            else:
                plain |= activity
        return super(VolunteerActivity, plain).write(vals)

    def _format_window_moment(self, moment):
        """Return a moment in the unit's time zone, in the reader's language."""
        self.ensure_one()
        company = self.company_id.sudo()
        return format_moment(
            moment,
            company.volunteer_tz,
            self.env.lang or "en_US",
            company._get_volunteer_today(),
        )

    def _get_card_notes(self):
        """Return ``{activity: sentences about signing up, and what is counted}``."""
        now = fields.Datetime.now()
        notes = {}
        for activity in self:
            lines = notes[activity] = []
            if activity.own_team_until and now < activity.own_team_until:
                lines.append(
                    self.env._(
                        "Own team first, everybody from %(when)s.",
                        when=activity._format_window_moment(activity.own_team_until),
                    )
                )
            if activity.signup_until and now < activity.signup_until:
                lines.append(
                    self.env._(
                        "Sign up until %(when)s.",
                        when=activity._format_window_moment(activity.signup_until),
                    )
                )
            if not activity.counts_hours:
                lines.append(self.env._("Counts people and results, not hours."))
        return notes

    def _prepare_moved_window(self, start):
        """Return the window after the start moves: it keeps its distance."""
        self.ensure_one()
        if not start or start == self.start:
            return {}
        return {
            name: self[name] + (start - self.start)
            for name in WINDOW_FIELDS
            if self[name]
        }


class VolunteerActivitySlot(models.Model):
    """The window asked on every sign-up by oneself, in one sentence."""

    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def action_sign_up_volunteers(self, volunteer_ids, waitlist=False):
        slot = self._with_open_window()
        return super(VolunteerActivitySlot, slot).action_sign_up_volunteers(
            volunteer_ids, waitlist
        )

    def _with_open_window(self):
        """Return these needs without the window, for those in charge.

        Also for seats that were promised while the window was open. Waves and
        cut-offs bind volunteers who sign up by themselves; all other obstacles stay.
        """
        return self.with_context(volunteer_window=_OPENED)

    def _get_signup_obstacles_by_slot(self, volunteers):
        obstacles = super()._get_signup_obstacles_by_slot(volunteers)
        if self.env.context.get("volunteer_window") is _OPENED or self._keeps_seat():
            return obstacles
        now = fields.Datetime.now()
        members = self._get_first_wave_sudo(volunteers, now)
        for slot in self:
            for volunteer in volunteers:
                sentence = slot._get_window_obstacle(
                    now, slot not in members or volunteer.id in members[slot]
                )
                if sentence:
                    obstacles[slot].setdefault(volunteer, sentence)
        return obstacles

    def _get_window_obstacle(self, now, first_wave):
        """Return one sentence why nobody, or this person, signs up now; or None.

        :param datetime now: naive UTC
        :param bool first_wave: whether the person belongs to the own team
        """
        activity = self.activity_id.sudo()
        # What is no longer open says so by its state.
        if activity.state != "published":
            return None
        if activity.signup_from and now < activity.signup_from:
            return self.env._(
                "Sign-up opens on %(when)s.",
                when=activity._format_window_moment(activity.signup_from),
            )
        if activity.signup_until and now >= activity.signup_until:
            return self.env._("Sign-up has closed; the leader can still add you.")
        if activity.own_team_until and now < activity.own_team_until and not first_wave:
            return self.env._(
                "Until %(when)s only for “%(team)s”.",
                when=activity._format_window_moment(activity.own_team_until),
                team=activity.team_id.name,
            )
        return None

    def _get_first_wave_sudo(self, volunteers, now):
        """Return ``{need: ids of the volunteers of its team or below}``.

        Only needs that are for their own team at the moment; two queries however many.
        """
        slots = self.sudo().filtered(
            lambda slot: (
                slot.activity_id.own_team_until
                and slot.activity_id.own_team_until > now
            )
        )
        if not slots:
            return {}
        today = slots.activity_id.company_id[:1]._get_volunteer_today()
        members = (
            self.env["volunteer.team.member"]
            .sudo()
            .search_fetch(
                [
                    ("volunteer_id", "in", volunteers.ids),
                    ("team_id", "child_of", slots.activity_id.team_id.ids),
                    ("date_from", "<=", today),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", today),
                ],
                ["volunteer_id", "team_id"],
            )
        )
        wave = {}
        for slot in slots:
            activity = slot.activity_id
            path = activity.team_id.parent_path
            wave[slot.sudo(self.env.su)] = {
                activity.leader_id.id,
                *(
                    member.volunteer_id.id
                    for member in members
                    if member.team_id.parent_path.startswith(path)
                ),
            }
        return wave

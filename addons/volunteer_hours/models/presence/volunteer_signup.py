from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context


class VolunteerSignup(models.Model):
    """Presence: a check-in opens a line of hours, a check-out closes it."""

    _inherit = "volunteer.signup"

    hour_ids = fields.One2many("volunteer.hour", "signup_id", string="Service Hours")
    presence = fields.Selection(
        [("none", "Not here yet"), ("here", "Here"), ("left", "Left")],
        compute="_compute_presence",
        compute_sudo=True,
    )
    check_in = fields.Datetime(
        string="In", compute="_compute_presence", compute_sudo=True
    )
    check_out = fields.Datetime(
        string="Out", compute="_compute_presence", compute_sudo=True
    )
    hours = fields.Float(
        digits=(16, 2), compute="_compute_presence", compute_sudo=True, aggregator=None
    )

    stay = fields.Char(
        string="In – Out", compute="_compute_presence", compute_sudo=True
    )

    @api.depends(
        "hour_ids.state", "hour_ids.check_in", "hour_ids.check_out", "hour_ids.hours"
    )
    def _compute_presence(self):
        for signup in self:
            lines = signup._get_stay_lines()
            counting = lines.filtered(
                lambda line: line.state not in ("refused", "cancelled")
            )
            if not lines:
                signup.presence = "none"
            else:
                signup.presence = "here" if "open" in lines.mapped("state") else "left"
            signup.check_in = min(
                lines.filtered("check_in").mapped("check_in"), default=False
            )
            signup.check_out = max(
                lines.filtered("check_out").mapped("check_out"), default=False
            )
            signup.hours = sum(counting.mapped("hours"))
            signup.stay = signup.check_in and "–".join(
                signup.company_id._format_volunteer_clock(moment)
                for moment in (signup.check_in, signup.check_out)
            )

    def action_check_in(self, method="roster", when=None):
        """Note that volunteers have arrived; each opens a line of hours.

        Idempotent: who is present already stays as they are. Only who is in charge may
        call this; a code scanned by a volunteer is checked by its own page first.

        :param str method: how presence was proven; ``roster`` here
        :param datetime when: naive UTC; now if empty
        :return: ids of the open lines
        :raise AccessError: not in charge of the activity
        :raise UserError: no confirmed sign-up, too early, or checked in elsewhere
        """
        self._check_roster(method)
        when = fields.Datetime.to_datetime(when) or fields.Datetime.now()
        return self.sudo()._check_in_sudo(method, when).ids

    def action_check_out(self, when=None):
        """Note that volunteers have left; their lines then hold the granted hours.

        :param datetime when: naive UTC; now if empty
        :return: ids of the lines, two for a stay over midnight
        :raise AccessError: not in charge of the activity
        :raise UserError: nobody checked in, or the time lies before the check-in
        """
        self._check_roster("roster")
        when = fields.Datetime.to_datetime(when) or fields.Datetime.now()
        return self.sudo()._check_out_sudo(when).ids

    def action_confirm_presence(self):
        """Confirm that volunteers were there from start to end, as planned.

        :return: ids of the lines
        :raise AccessError: not in charge of the activity
        :raise UserError: the activity is not over
        """
        self._check_roster("roster")
        lines = self.env["volunteer.hour"].sudo()
        now = fields.Datetime.now()
        for activity in self.sudo().activity_id:
            if activity.stop > now:
                raise UserError(
                    self.env._(
                        "“%(name)s” is not over yet. Check people in and out "
                        "one by one.",
                        name=activity.display_name,
                    )
                )
            signups = self.sudo().filtered(
                lambda signup, activity=activity: signup.activity_id == activity
            )
            signups._check_in_sudo("roster", activity.start)
            lines |= signups._check_out_sudo(activity.stop)
        return lines.ids

    def _check_roster(self, method):
        self._check_in_charge()
        if method != "roster" and not self.env.su:
            raise UserError(
                self.env._("Codes and kiosks are checked by their own pages.")
            )

    def _check_in_sudo(self, method, when, *, device=None, again=False):
        """Open a line for each sign-up that has none; the caller has checked rights.

        Two of them for one person at once take turns: Odoo repeats the second request,
        which then finds the line of the first and leaves everything as it is.

        :param str method: a key of ``volunteer.hour.method``
        :param datetime when: naive UTC
        :param device: the ``volunteer.device`` at which it happened, if any
        :param bool again: who has left comes back; another line begins
        :return: the lines that stand
        """
        wrong = self.filtered(
            lambda signup: (
                signup.state not in ("confirmed", "attended")
                or signup.activity_id.state != "published"
                or not signup.activity_id.counts_hours
            )
        )
        if wrong:
            raise UserError(
                self.env._(
                    "These sign-ups do not wait for a check-in: %(names)s.",
                    names=wrong.volunteer_id.mapped("name"),
                )
            )
        early = self.filtered(
            lambda signup: when < fields.Datetime.subtract(signup.start, hours=2)
        )
        if early or when > fields.Datetime.now():
            raise UserError(
                self.env._("Presence is confirmed from two hours before the start.")
            )
        Hour = self.env["volunteer.hour"].with_context(clean_context(self.env.context))
        new = self.filtered(
            lambda signup: (
                not signup._get_live_lines() or (again and signup.presence != "here")
            )
        )
        new.volunteer_id._hold_presence_sudo()
        new._end_other_stays_sudo(when)
        barred = new._get_obstacles_now_sudo(minors_only=True)
        if barred:
            raise UserError("\n".join(barred))
        new._check_serving(when)
        Hour.create(
            [
                {
                    "volunteer_id": signup.volunteer_id.id,
                    "activity_id": signup.activity_id.id,
                    "signup_id": signup.id,
                    "date": signup.company_id._get_volunteer_date(when),
                    "source": "checkin",
                    "proven": True,
                    "method": method,
                    "device_id": device.id if device else False,
                    "check_in": when,
                    "state": "open",
                }
                for signup in new
            ]
        )
        new.filtered(lambda signup: signup.state != "attended").write(
            {"state": "attended"}
        )
        return self._get_live_lines()

    def _check_serving(self, when):
        """Check that these people served as volunteers at ``when``.

        Who left after a service keeps the hours of it.

        :raise UserError: names those who were suspended, gone or not yet accepted
        """
        idle = self.volunteer_id._filter_idle_sudo(when)
        if idle:
            raise UserError(
                self.env._(
                    "These people do not serve as volunteers at that time: "
                    "%(people)s. Please talk to the volunteer office.",
                    people=[
                        f"{volunteer.name} ({state})"
                        for volunteer, state in idle.items()
                    ],
                )
            )

    def _check_out_sudo(self, when, *, capped=False):
        """Close each sign-up's open line; who has left already stays so.

        :param datetime when: naive UTC
        :param bool capped: what is over the daily limit does not count, instead of
            being refused: a kiosk cannot keep somebody from leaving
        :return: the lines that stand
        """
        open_lines = self.hour_ids.filtered(lambda line: line.state == "open")
        missing = self.filtered(lambda signup: not signup._get_live_lines())
        if missing:
            raise UserError(
                self.env._(
                    "These volunteers have not checked in: %(names)s.",
                    names=missing.volunteer_id.mapped("name"),
                )
            )
        open_lines.volunteer_id._hold_presence_sudo()
        for line in open_lines:
            if when <= line.check_in or when > fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "%(name)s cannot leave before arriving, nor in the future.",
                        name=line.volunteer_id.name,
                    )
                )
        open_lines._close_presence_sudo(when, capped=capped)
        return self._get_live_lines()

    def _get_live_lines(self):
        """Return the lines that stand, neither cancelled nor reversed."""
        return self.hour_ids.filtered(
            lambda line: (
                line.state != "cancelled" and not line.reversed and not line.reverses_id
            )
        )

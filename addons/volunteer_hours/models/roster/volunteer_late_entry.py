from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.roster_taps import typed_stay

#: Numbers a leader may try in an hour: more than a team has, too few to list everybody.
TRIES_AN_HOUR = 120


class VolunteerSignup(models.Model):
    """Times typed in afterwards (补签)."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def action_type_times(self, time_in, time_out=""):
        """Enter when these people came and left, by the clock of the place.

        :param str time_in: ``HH:MM``; may be empty for those who are here
        :param str time_out: ``HH:MM``, the next day if not after ``time_in``; may be
            empty while they are here
        :return: ids of the lines
        :raise AccessError: not in charge of the activity
        :raise UserError: no times of day, in the future, too early, or the person has
            left already
        """
        self._check_roster("roster")
        return self.sudo()._type_times_sudo("roster", time_in, time_out).ids

    def _type_times_sudo(self, method, time_in, time_out):
        """Open and close lines with typed times; the caller has checked rights."""
        lines = self.env["volunteer.hour"].sudo()
        now = fields.Datetime.now()
        for activity, signups in self.grouped("activity_id").items():
            came = [moment for moment in signups.mapped("check_in") if moment]
            try:
                start, stop = typed_stay(
                    activity.date,
                    time_in,
                    time_out,
                    activity.company_id.volunteer_tz,
                    min(came, default=activity.start),
                )
            except ValueError as error:
                raise UserError(
                    self.env._("Type the times like 08:00, hours and minutes.")
                ) from error
            forgotten = signups.filtered("end_open")
            if forgotten and stop:
                forgotten.sudo(False).action_confirm_end(stop)
                lines |= forgotten._get_live_lines()
                signups -= forgotten
                if not signups:
                    continue
            if any(moment and moment > now for moment in (start, stop)):
                raise UserError(self.env._("These times are still to come."))
            signups._check_not_left(start)
            if start:
                lines |= signups._check_in_sudo(method, start)
            if stop:
                lines |= signups._check_out_sudo(stop)
            if not start and not stop:
                raise UserError(self.env._("Type when they came, or when they left."))
        return lines

    def _come_back_sudo(self, when):
        """Let people who had left by then serve on, in a line of its own."""
        back = self.filtered(
            lambda signup: (
                signup.presence == "left"
                and not signup.end_open
                and signup.check_out
                and signup.check_out < when
            )
        )
        if back:
            back._check_in_sudo("roster", when, again=True)

    def _check_not_left(self, start):
        """:raise UserError: stamps are not overwritten; they are taken back first"""
        for signup in self:
            if signup.presence == "left" or (start and signup.presence == "here"):
                raise UserError(
                    self.env._(
                        "%(name)s has been checked in already. Take that back first, "
                        "or type only when they left.",
                        name=signup.volunteer_id.name,
                    )
                )


class VolunteerActivity(models.Model):
    """People who came without a sign-up, or in somebody's place."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _add_walk_in(self, code, slot_id=0, instead_of_id=0):
        """Sign somebody up on the spot by volunteer number, as who is in charge.

        Seats and requirements hold as for everybody. A substitute takes the seat of
        the person who is not coming, whose sign-up is cancelled.

        :param str code: volunteer number
        :param int slot_id: the need; else the first one with a seat
        :param int instead_of_id: the sign-up whose place is taken, or 0
        :return: the sign-up
        :raise UserError: no such number here, no seat, or what is missing
        """
        self.ensure_one()
        self._check_leading()
        activity = self.sudo()
        volunteer = self._find_by_code_sudo(code)
        slot = activity.slot_ids.filtered(lambda slot: slot.id == slot_id)
        if instead_of_id:
            leaving = activity.signup_ids.filtered(
                lambda signup: (
                    signup.id == instead_of_id and signup.state == "confirmed"
                )
            )
            if not leaving:
                raise UserError(
                    self.env._("Only somebody who is still expected can be replaced.")
                )
            slot = leaving.slot_id
            leaving._release_sudo()
        return activity._sign_up_walk_in_sudo(volunteer, slot).sudo(self.env.su)

    def _sign_up_walk_in_sudo(self, volunteer, slot=None):
        """Sign somebody up on the spot; the caller has checked rights.

        :param slot: the need; else the first one with a seat
        :return: the sign-up, the earlier one where there is one
        :raise UserError: no seat, or what this person lacks
        """
        own = self.signup_ids.filtered(
            lambda signup: (
                signup.volunteer_id == volunteer
                and signup.state in ("confirmed", "attended")
            )
        )
        if own:
            return own
        slot = slot or self.slot_ids.filtered(lambda slot: slot.seats_left > 0)[:1]
        if not slot:
            raise UserError(
                self.env._("All seats are taken. Add a seat to the activity first.")
            )
        signups = slot._with_open_window()._sign_up_sudo(volunteer)
        if signups.state != "confirmed":
            raise UserError(
                self.env._("All seats are taken. Add a seat to the activity first.")
            )
        self.invalidate_recordset(["signup_ids"])
        return signups.with_context(volunteer_window=None)

    def _may_try_number(self):
        """Count one number that the current user tries; what fails counts, too.

        :return: whether it is still within the limit
        :rtype: bool
        """
        Throttle = self.env["volunteer.throttle"].sudo()
        return Throttle._check_throttle_sudo(
            "walk-in", str(self.env.uid), TRIES_AN_HOUR, 3600
        )

    def _find_by_code_sudo(self, code):
        """Return the volunteer of this unit with a number.

        :raise UserError: nobody here has it
        """
        volunteer = (
            self.env["volunteer.volunteer"]
            .sudo()
            .with_context(active_test=False)
            .search([("code", "=", (code or "").strip())], limit=1)
            ._get_canonical_sudo()
        )
        if not volunteer or self.sudo().company_id not in volunteer.company_ids:
            raise UserError(
                self.env._(
                    "Nobody in this unit has the volunteer number %(code)s.", code=code
                )
            )
        return volunteer.with_context(active_test=True)

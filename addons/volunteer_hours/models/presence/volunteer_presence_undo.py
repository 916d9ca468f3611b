from odoo import models
from odoo.exceptions import UserError


class VolunteerSignup(models.Model):
    """What a leader taps by mistake, or types in afterwards."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def _get_stay_lines(self):
        """Return the lines that say something of these people's presence.

        A line cancelled without a check-out was opened by mistake; one cancelled with
        a check-out was too short to count.
        """
        return self.hour_ids.filtered(
            lambda line: (
                not line.reverses_id and (line.state != "cancelled" or line.check_out)
            )
        )

    def action_undo_presence(self):
        """Take back what was noted last: absence, check-out or check-in.

        :raise AccessError: not in charge of the activity
        :raise UserError: nothing was noted, the activity is closed, or the hours have
            been submitted
        """
        self._check_in_charge()
        for signup in self.sudo():
            signup._undo_presence_sudo()
        return True

    def _undo_presence_sudo(self):
        self.ensure_one()
        name = self.volunteer_id.name
        if self.activity_id.state != "published":
            raise UserError(
                self.env._(
                    "“%(name)s” is closed; nothing is taken back any more.",
                    name=self.activity_id.display_name,
                )
            )
        if self.state == "absent":
            self.write({"state": "confirmed", "excused": False, "excuse_reason": False})
            self.volunteer_id._get_canonical_sudo().invalidate_recordset(
                ["no_show_count", "suspension_proposed"]
            )
            return
        lines = self._get_stay_lines().filtered(lambda line: not line.reversed)
        if not lines:
            raise UserError(
                self.env._(
                    "%(name)s: there is nothing to be taken back.",
                    name=name,
                )
            )
        if any(
            line.state not in ("open", "draft", "cancelled") or line.approval_ids
            for line in lines
        ):
            raise UserError(
                self.env._(
                    "The hours of %(name)s have been submitted; correct them there.",
                    name=name,
                )
            )
        last = max(lines.mapped("check_in"))
        # A stay over midnight has a line for each date.
        stay = lines.filtered(lambda line: line.check_in == last).sorted("date")
        if stay[0].state == "open":
            stay.write({"state": "cancelled"})
        else:
            (stay - stay[0]).write({"state": "cancelled", "check_out": False})
            stay[0].write(
                {
                    "state": "open",
                    "auto_closed": False,
                    "end_confirmed_by": False,
                    "check_out": False,
                    "start": False,
                    "stop": False,
                    "minutes": 0,
                }
            )
        if not self._get_live_lines():
            self.write({"state": "confirmed"})
        self.invalidate_recordset(["hour_ids"])

    def _return_absent_sudo(self):
        """Expect again who was marked absent and came after all; seats were kept."""
        self.filtered(lambda signup: signup.state == "absent").write(
            {"state": "confirmed", "excused": False, "excuse_reason": False}
        )

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerSignup(models.Model):
    """Online service: started and stopped by the volunteer, and timed in between."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def action_start_online(self):
        """Begin one's own online service; who has begun already just goes on.

        :return: True
        :raise AccessError: somebody else's sign-up
        :raise UserError: not online, too early, or over
        """
        self._check_own_online()
        now = fields.Datetime.now()
        for signup in self.sudo():
            company = signup.company_id
            earliest = fields.Datetime.subtract(
                signup.start, minutes=company.volunteer_tolerance
            )
            if signup.presence != "here" and not earliest <= now < signup.stop:
                raise UserError(
                    self.env._(
                        "“%(name)s” can be started from shortly before it begins until "
                        "it ends.",
                        name=signup.activity_id.name,
                    )
                )
            signup._check_in_sudo("online", now, again=True)
        return True

    def action_stop_online(self):
        """End one's own online service; who has ended it already stays so.

        :return: True
        :raise AccessError: somebody else's sign-up
        :raise UserError: not online, or never begun
        """
        self._check_own_online()
        self.sudo()._check_out_sudo(fields.Datetime.now(), capped=True)
        return True

    def _check_own_online(self):
        if self - self._get_own_sudo():
            raise AccessError(self.env._("One times one's own service only."))
        for signup in self.sudo():
            if signup.activity_id.venue != "online":
                raise UserError(
                    self.env._(
                        "“%(name)s” does not take place online: scan the code there.",
                        name=signup.activity_id.name,
                    )
                )


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_running_signups_sudo(self):
        """Return the sign-ups at which these people are, or may begin online now."""
        now = fields.Datetime.now()
        found = self.env["volunteer.signup"].search(
            [
                ("volunteer_id", "in", self.ids),
                ("state", "in", ("confirmed", "attended")),
                ("start", "<", fields.Datetime.add(now, hours=2)),
                ("stop", ">", fields.Datetime.subtract(now, hours=24)),
                ("activity_id.state", "=", "published"),
                ("activity_id.counts_hours", "=", True),
            ],
            order="start, id",
        )
        return found.filtered(
            lambda signup: (
                (
                    signup.activity_id.venue == "online"
                    and signup.stop > now
                    and signup.start
                    <= fields.Datetime.add(
                        now, minutes=signup.company_id.volunteer_tolerance
                    )
                )
                # Asked of the ledger, so only where the calendar does not tell.
                or signup.presence == "here"
            )
        )

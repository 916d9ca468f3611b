from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerSignup(models.Model):
    """One volunteer on one need, written by methods only: seats are counted."""

    _name = "volunteer.signup"
    _description = "Volunteer Sign-up"
    _inherit = ["volunteer.guard.mixin"]
    _order = "start desc, id desc"
    _rec_name = "volunteer_id"

    _guarded_fields = ("state", "start", "stop", "activity_id")

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    slot_id = fields.Many2one(
        "volunteer.activity.slot",
        string="Need",
        required=True,
        index=True,
        ondelete="restrict",
    )
    # Copies, so that constraints and rules stay within one table.
    activity_id = fields.Many2one(
        "volunteer.activity",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    post_id = fields.Many2one(related="slot_id.post_id")
    start = fields.Datetime(required=True, readonly=True)
    stop = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("confirmed", "Confirmed"),
            ("attended", "Attended"),
            ("absent", "Absent"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="confirmed",
        readonly=True,
        index=True,
    )

    _one_per_activity = models.UniqueIndex(
        "(activity_id, volunteer_id)",
        "This volunteer has signed up for this activity already.",
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "A sign-up ends after it starts."
    )
    _one_place = models.Constraint(
        "EXCLUDE USING gist (int4range(volunteer_id, volunteer_id, '[]') WITH =, "
        "tsrange(start, stop, '[)') WITH &&) "
        "WHERE (state IN ('confirmed', 'attended'))",
        "This volunteer has signed up for another activity at the same time.",
    )

    @api.model
    def _complete_create_vals(self, vals_list):
        Slot = self.env["volunteer.activity.slot"].sudo()
        for vals in vals_list:
            activity = Slot.browse(vals["slot_id"]).activity_id
            vals.update(
                activity_id=activity.id,
                company_id=activity.company_id.id,
                start=activity.start,
                stop=activity.stop,
            )
        return super()._complete_create_vals(vals_list)

    def _copy_times(self):
        """Take over the times of the activities, after they changed."""
        for activity in self.activity_id:
            self.filtered(
                lambda signup, activity=activity: signup.activity_id == activity
            ).write({"start": activity.start, "stop": activity.stop})

    def action_cancel(self):
        """Cancel sign-ups, as the volunteer before the start, or as who is in charge.

        :raise AccessError: somebody else's sign-up
        :raise UserError: the activity has begun, or presence was confirmed
        """
        now = fields.Datetime.now()
        own = self._get_own_sudo()
        (self - own)._check_in_charge()
        for signup in self.sudo():
            if signup.state not in ("waiting", "confirmed"):
                raise UserError(
                    self.env._(
                        "This sign-up can no longer be cancelled: "
                        "its result is recorded."
                    )
                )
            if signup in own and signup.start <= now:
                raise UserError(
                    self.env._("The activity has begun. Please tell its leader.")
                )
        self.sudo()._release_sudo()
        return True

    def action_mark_absent(self):
        """Note that volunteers did not come.

        :raise AccessError: not in charge of the activity
        :raise UserError: the activity has not begun, or presence was confirmed
        """
        self._check_in_charge()
        now = fields.Datetime.now()
        for signup in self.sudo():
            if signup.state != "confirmed" or signup.start > now:
                raise UserError(
                    self.env._(
                        "%(name)s cannot be marked absent now.",
                        name=signup.volunteer_id.name,
                    )
                )
        self.sudo().write({"state": "absent"})
        return True

    def _get_own_sudo(self):
        """Return those of these sign-ups that are the current user's own."""
        return (
            self.sudo()
            .filtered(lambda signup: signup.volunteer_id.user_id == self.env.user)
            .sudo(self.env.su)
        )

    def _check_in_charge(self):
        """:raise AccessError: neither in charge of the activities nor of the office"""
        if not self or self.env.su:
            return
        if self.env.user.has_group("volunteer_base.group_officer"):
            self.check_access("read")
            return
        # Whoever leads may have no group of ours, and so no rule that shows sign-ups.
        for activity in self.sudo().activity_id:
            if self.env.user not in activity._get_managers_sudo():
                raise AccessError(
                    self.env._(
                        "Only those in charge of “%(name)s” may do this.",
                        name=activity.display_name,
                    )
                )

    def _release_sudo(self):
        """Cancel and give the seats back; the caller has checked rights."""
        slots = self.slot_id
        self._give_up_place_sudo()
        self.write({"state": "cancelled"})
        slots._offer_free_seats_sudo()

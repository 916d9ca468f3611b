from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_tap_days = fields.Integer(
        string="Taps without Network (days)",
        default=3,
        required=True,
        help="A leader's phone may hand its taps over this late.",
    )
    volunteer_closing_hours = fields.Integer(
        string="Reminder to Close (hours)",
        default=24,
        required=True,
        help="So long after an activity's end its leader is reminded to close it, and "
        "a day later the volunteer office.",
    )

    _volunteer_roster_periods = models.Constraint(
        "CHECK (volunteer_tap_days BETWEEN 1 AND 30 "
        "AND volunteer_closing_hours BETWEEN 1 AND 720)",
        "Taps are taken for 1 to 30 days; reminders come within 30 days.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_tap_days = fields.Integer(
        related="company_id.volunteer_tap_days", readonly=False
    )
    volunteer_closing_hours = fields.Integer(
        related="company_id.volunteer_closing_hours", readonly=False
    )


class VolunteerActivity(models.Model):
    """Activities that are over and still open: somebody forgot to close them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    to_close = fields.Boolean(
        compute="_compute_to_close",
        search="_search_to_close",
        help="Over, published, and neither closed nor said not to have been held.",
    )

    @api.depends("state", "stop")
    def _compute_to_close(self):
        now = fields.Datetime.now()
        for activity in self:
            activity.to_close = bool(
                activity.state == "published" and activity.stop and activity.stop < now
            )

    @api.model
    def _search_to_close(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "=", "published") & Domain(
            "stop", "<", fields.Datetime.now()
        )
        return domain if True in value else ~domain

    def action_not_held(self, reason):
        """Say that an activity did not take place; its sign-ups are cancelled.

        :param str reason: why; those who signed up read it
        :raise AccessError: not in charge of the activity
        :raise UserError: no reason, somebody was there, or the activity is closed
        """
        self._check_leading()
        return self.sudo().action_cancel(reason)

    @api.model
    def _cron_remind_closing(self):
        """Remind leaders of activities that are over, once each; later the office."""
        now = fields.Datetime.now()
        ((shortest,),) = (
            self.env["res.company"]
            .sudo()
            ._read_group([], [], ["volunteer_closing_hours:min"])
        )
        open_ones = self.sudo().search(
            [
                ("state", "=", "published"),
                ("stop", "<", fields.Datetime.subtract(now, hours=shortest or 0)),
                ("stop", ">", fields.Datetime.subtract(now, days=90)),
                ("closing_reminded", "=", False),
            ],
            order="stop, id",
        )
        due = open_ones.filtered(
            lambda activity: (
                activity.stop
                < fields.Datetime.subtract(
                    now, hours=activity.company_id.volunteer_closing_hours
                )
            )
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(due))
        for activity in due:
            activity._remind_closing_sudo()
            if not Cron._commit_progress(1):
                return

    closing_reminded = fields.Boolean(
        readonly=True, copy=False, help="The leader has been reminded to close it."
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "closing_reminded")

    def _remind_closing_sudo(self):
        """Write to whoever leads one activity; without anybody the office sees it."""
        self.ensure_one()
        leaders = self._get_managers_sudo().volunteer_ids
        own = self.leader_id._filter_serving()
        (own or leaders)._notify_sudo(
            "reminder",
            self._write_closing_reminder,
            activity=self,
            url=f"/my/volunteer/lead/{self.id}",
            key=f"closing-{self.id}",
        )
        self.write({"closing_reminded": True})

    def _write_closing_reminder(self, volunteer):
        activity = self.with_env(volunteer.env)
        return (
            volunteer.env._("Please close “%(name)s”", name=activity.display_name),
            volunteer.env._(
                "Say who was there and who was not, and close the activity, so that "
                "the hours are recorded in time. If it was not held, say so there."
            ),
        )


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        to_close = Domain("to_close", "=", True)
        if not self.env.user.has_group("volunteer_base.group_officer"):
            # Everybody reads what is published; leaders close what they lead.
            to_close &= Domain("leader_id.user_id", "=", self.env.uid) | Domain(
                "team_id.manager_user_ids", "in", self.env.uid
            )
        return [
            *super()._get_tile_definitions(),
            {
                "key": "to_close",
                "title": self.env._("Activities to close"),
                "hint": self.env._("Over; say who was there, then close them."),
                "model": "volunteer.activity",
                "domain": to_close,
                "action": "volunteer_hours.volunteer_activity_action_to_close",
                "group": "volunteer_base.group_leader",
            },
            {
                "key": "refused_taps",
                "title": self.env._("Roster entries not applied"),
                "hint": self.env._(
                    "Tapped by leaders; each says what stood against it."
                ),
                "model": "volunteer.roster.tap",
                "domain": Domain("state", "=", "refused"),
                "action": "volunteer_hours.volunteer_roster_tap_action",
                "group": "volunteer_base.group_leader",
            },
        ]

from datetime import timedelta

from odoo import api, fields, models

LAST_HOUR = 23


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_reminder = fields.Boolean(
        string="Remind the Day before",
        default=True,
        help="Whoever serves tomorrow gets a message today.",
    )
    volunteer_reminder_hour = fields.Integer(
        string="Remind at",
        default=18,
        help="Hour of the day, in the unit's time zone.",
    )

    _volunteer_reminder_hour_range = models.Constraint(
        f"CHECK (volunteer_reminder_hour BETWEEN 0 AND {LAST_HOUR})",
        "The hour of the reminders is between 0 and 23.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_reminder = fields.Boolean(
        related="company_id.volunteer_reminder", readonly=False
    )
    volunteer_reminder_hour = fields.Integer(
        related="company_id.volunteer_reminder_hour", readonly=False
    )


class VolunteerActivity(models.Model):
    """Whoever serves tomorrow is reminded, once."""

    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_remind(self):
        """Remind the signed-up of tomorrow, in each unit from its own hour on."""
        activities = self._search_to_remind_sudo()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(activities))
        for activity in activities:
            activity._remind_sudo()
            if not progress._commit_progress(1):
                break

    @api.model
    def _search_to_remind_sudo(self):
        """Return the activities of tomorrow in units where it is late enough."""
        activities = self.sudo().browse()
        now = fields.Datetime.now()
        for company in (
            self.env["res.company"].sudo().search([("volunteer_reminder", "=", True)])
        ):
            local = company._get_volunteer_time(now)
            if local.hour < company.volunteer_reminder_hour:
                continue
            activities |= activities.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "published"),
                    ("date", "=", local.date() + timedelta(days=1)),
                ],
                order="start, id",
            )
        return activities

    def _remind_sudo(self):
        """Remind those who serve in one activity; nobody twice of the same day."""
        self.ensure_one()
        signups = self.signup_ids.filtered(lambda signup: signup.state == "confirmed")
        posts = {signup.volunteer_id.id: signup.post_id for signup in signups}

        def write(volunteer):
            env = volunteer.env
            activity = self.with_env(env)
            lines = [
                activity._format_when()[activity],
                posts[volunteer.id].with_env(env).name,
                *([activity.place] if activity.place else []),
                env._("If you cannot come, please cancel your sign-up on the page."),
            ]
            return env._("Tomorrow: %(activity)s", activity=activity.name), "\n".join(
                lines
            )

        return signups.volunteer_id._notify_sudo(
            "reminder",
            write,
            activity=self,
            url=f"/my/volunteer/activities/{self.id}",
            key=f"reminder-{self.id}-{self.date}",
        )

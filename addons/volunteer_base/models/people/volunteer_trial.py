from odoo import api, fields, models

MINUTES_AN_HOUR = 60
SECONDS_A_MINUTE = 60


class VolunteerVolunteer(models.Model):
    """The trial: how far it has come, and when the office may end it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    date_trial_done = fields.Date(
        string="Trial Fulfilled on",
        readonly=True,
        copy=False,
        help="When services and hours reached what the unit asks of a trial.",
    )
    trial_progress = fields.Char(
        string="Trial", compute="_compute_trial_progress", compute_sudo=True
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "date_trial_done")

    @api.depends("state")
    def _compute_trial_progress(self):
        on_trial = self.filtered(lambda volunteer: volunteer.state == "trial")
        services = on_trial._get_trial_services_sudo()
        minutes = on_trial._get_trial_minutes_sudo()
        (self - on_trial).trial_progress = False
        for volunteer in on_trial:
            company = volunteer.company_id
            volunteer.trial_progress = self.env._(
                "%(services)s of %(all_services)s services, "
                "%(hours)s of %(all_hours)s hours",
                services=services.get(volunteer, 0),
                all_services=company.volunteer_trial_services,
                hours=f"{minutes.get(volunteer, 0) / MINUTES_AN_HOUR:g}",
                all_hours=f"{company.volunteer_trial_hours:g}",
            )

    def _get_trial_services_sudo(self):
        """Return ``{volunteer: number of services attended}``, in few queries."""
        return self._sum_over_merged_sudo(
            self.env["volunteer.signup"]
            .sudo()
            ._read_group(
                [
                    ("volunteer_id", "in", self._with_merged_sudo().ids),
                    ("state", "=", "attended"),
                ],
                ["volunteer_id"],
                ["__count"],
            )
        )

    @api.model
    def _sum_over_merged_sudo(self, rows):
        """Return ``{volunteer: number}``: merged records count for the kept one.

        :param rows: pairs of volunteer and number
        """
        sums = {}
        for volunteer, number in rows:
            kept = volunteer.merged_into_id or volunteer
            sums[kept] = sums.get(kept, 0) + number
        return sums

    def _get_trial_minutes_sudo(self):
        """Return ``{volunteer: minutes served}`` that count for a trial.

        The planned times of attended services; whoever records hours knows better and
        overrides this.
        """
        signups = (
            self.env["volunteer.signup"]
            .sudo()
            .search_fetch(
                [
                    ("volunteer_id", "in", self._with_merged_sudo().ids),
                    ("state", "=", "attended"),
                ],
                ["volunteer_id", "start", "stop"],
            )
        )
        return self._sum_over_merged_sudo(
            (
                signup.volunteer_id,
                (signup.stop - signup.start).total_seconds() // SECONDS_A_MINUTE,
            )
            for signup in signups
        )

    def _filter_trial_done_sudo(self):
        """Return those on trial who have reached what their unit asks."""
        services = self._get_trial_services_sudo()
        minutes = self._get_trial_minutes_sudo()
        return self.filtered(
            lambda volunteer: (
                services.get(volunteer, 0)
                >= volunteer.company_id.volunteer_trial_services
                and minutes.get(volunteer, 0)
                >= volunteer.company_id.volunteer_trial_hours * MINUTES_AN_HOUR
            )
        )

    @api.model
    def _cron_trial(self):
        """Tell the office, once a person, that trials may end."""
        waiting = self.search(
            [("state", "=", "trial"), ("date_trial_done", "=", False)]
        )
        done = waiting._filter_trial_done_sudo()
        done.write({"date_trial_done": fields.Date.context_today(self)})
        done._todo_for_office_sudo(
            "trial", lambda env: env._("Trial fulfilled: register or talk")
        )
        self.env["ir.cron"]._commit_progress(len(waiting), remaining=0)

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state == "trial":
            self.sudo().write({"date_trial_done": False})
        return result

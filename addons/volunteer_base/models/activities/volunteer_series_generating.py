from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.recurrence import local_period

# More at once is a slip of the keyboard.
MOST_DAYS = 800
MOST_YEARS = 10


class VolunteerSeries(models.Model):
    """Activities made from the pattern: each date once, whoever asks how often."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.series"  # pylint: disable=consider-merging-classes-inherited

    def action_generate(self, until=None):
        """Make the activities that are not there yet.

        A date that was made once is not made again, even if its activity was moved,
        cancelled or deleted. Days that have begun are left out. The number of queries
        does not depend on the number of days.

        :param date until: the last date; each series' weeks in advance if empty
        :return: ids of the activities made
        :rtype: list
        :raise UserError: not running, no needs, or the project is closed
        """
        self.check_access("write")
        Activity = self.env["volunteer.activity"]
        Activity.check_access("create")
        obstacles = self._get_generating_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles.values()))
        activities = self._generate_sudo(fields.Date.to_date(until))
        activities.sudo(self.env.su).check_access("create")
        return activities.ids

    def action_generate_all(self):
        """Make the activities of the whole period, up to the last day.

        :return: ids of the activities made
        :raise UserError: a series has no last day, or as in :meth:`action_generate`
        """
        endless = self.filtered(lambda series: not series.date_to)
        if endless:
            raise UserError(
                self.env._(
                    "Enter the last day of these series first: %(series)s.",
                    series=endless.mapped("name"),
                )
            )
        if not self:
            return []
        return self.action_generate(max(self.mapped("date_to")))

    def _get_generating_obstacles(self):
        """Return ``{series: one sentence why no activities can be made}``."""
        obstacles = {}
        for series in self:
            if series.state != "running":
                obstacles[series] = self.env._(
                    "“%(name)s” is not running.", name=series.name
                )
            elif series.sudo().project_id.state == "closed":
                obstacles[series] = self.env._(
                    "The project of “%(name)s” is closed.", name=series.name
                )
            elif not series.need_ids:
                obstacles[series] = self.env._(
                    "Say which posts “%(name)s” needs, and how many seats each.",
                    name=series.name,
                )
        return obstacles

    def _generate_sudo(self, until=None):
        """Make what is missing; the caller has checked rights and states.

        :return: the activities made, as superuser
        """
        now = fields.Datetime.now()
        horizons = {series: series._get_horizon(until) for series in self}
        if not horizons:
            return self.env["volunteer.activity"].sudo()
        # The day before: what starts late in the evening, in other zones is over.
        first = now.date() - timedelta(days=1)
        if (max(horizons.values()) - first).days > MOST_YEARS * 366:
            raise UserError(
                self.env._("So many days at once are surely a slip; check the dates.")
            )
        table = self.env["volunteer.working.day"]._get_table_sudo(
            first, max(horizons.values())
        )
        made = self._get_made_dates_sudo()
        vals_list, published = [], []
        for series in self.sudo():
            tz = series.company_id.volunteer_tz
            since = max(first, series.pattern_from or first)
            for day in series._get_days(
                since, horizons[series.sudo(self.env.su)], table
            ):
                start, stop = local_period(day, series.start_hour, series.stop_hour, tz)
                if day in made[series.id] or start <= now:
                    continue
                vals_list.append(
                    {
                        **series._prepare_activity_vals(start, stop),
                        "series_id": series.id,
                        "series_date": day,
                    }
                )
                published.append(series.publish)
        if len(vals_list) > MOST_DAYS * len(self):
            raise UserError(
                self.env._("So many days at once are surely a slip; check the dates.")
            )
        activities = self._make_activities_sudo(vals_list)
        activities.browse(
            activity.id
            for activity, publish in zip(activities, published, strict=True)
            if publish
        ).action_publish()
        return activities

    def _get_horizon(self, until):
        """Return the last date up to which activities are made now."""
        self.ensure_one()
        today = (self.company_id.sudo())._get_volunteer_today()
        until = until or today + timedelta(weeks=self.weeks_ahead)
        return min(until, self.date_to) if self.date_to else until

    def _get_made_dates_sudo(self):
        """Return ``{series id: dates that were made}`` in one query."""
        made = defaultdict(set)
        for series, day in (
            self.env["volunteer.activity"]
            .sudo()
            ._read_group(
                [("series_id", "in", self.ids)], ["series_id", "series_date:day"]
            )
        ):
            made[series.id].add(fields.Date.to_date(day))
        return made

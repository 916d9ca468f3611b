from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.monthly import last_day

#: Activities that a report lists.
MOST_ACTIVITIES = 500


class VolunteerMonthlyReport(models.Model):
    """The activities of the month, with what they achieved."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    activities_html = fields.Html(
        string="Activities Held", compute="_compute_activities_html", sanitize=False
    )

    @api.depends("month", "company_id", "state", "figures")
    @api.depends_context("lang", "uid", "su")
    def _compute_activities_html(self):
        self.check_access("read")
        for report in self:
            known = report.month and report.company_id
            report.activities_html = known and self.env["ir.qweb"]._render(
                "volunteer_reports.monthly_activities",
                {
                    "heads": [
                        heading for heading, _width in self._get_activity_heads()
                    ],
                    "rows": report._get_shown_activities(report._get_kept_figures()),
                },
            )

    def _get_activities_sudo(self):
        """Return the activities held in the month, in order; the caller checked."""
        self.ensure_one()
        return (
            self.env["volunteer.activity"]
            .sudo()
            .search(
                Domain("company_id", "=", self.company_id.id)
                & Domain("state", "=", "done")
                & Domain("date", ">=", self.month)
                & Domain("date", "<=", last_day(self.month)),
                order="date, start, id",
                limit=MOST_ACTIVITIES,
            )
        )

    @api.model
    def _get_activity_heads(self):
        """Return headings and widths of the table of activities."""
        return [
            (self.env._("No."), 6),
            (self.env._("Date"), 12),
            (self.env._("Activity"), 24),
            (self.env._("Place"), 18),
            (self.env._("Person-times"), 10),
            (self.env._("Hours"), 10),
            (self.env._("People Served"), 12),
            (self.env._("Effect"), 50),
        ]

    def _get_activity_rows_sudo(self):
        """Return the activities of the month: ``[number, date, name, …]`` a row.

        Person-times and hours are of recorded lines, each person once, under whatever
        record; texts and numbers, in the order of ``_get_activity_heads``.
        """
        activities = self._get_activities_sudo()
        sums = {
            activity.id: (round(served, 2), people)
            for activity, served, people in self.env["volunteer.hour.analysis"]
            .sudo()
            ._read_group(
                [
                    ("activity_id", "in", activities.ids),
                    ("state", "=", "recorded"),
                    ("own", "=", True),
                ],
                ["activity_id"],
                ["hours:sum", "heads:count_distinct"],
            )
        }
        return [
            [
                number,
                fields.Date.to_string(activity.date),
                activity.name,
                activity.place or "",
                sums.get(activity.id, (0, 0))[1],
                sums.get(activity.id, (0, 0))[0],
                activity.people_served,
                activity.effect or "",
            ]
            for number, activity in enumerate(activities, 1)
        ]

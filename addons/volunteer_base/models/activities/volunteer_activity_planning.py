from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerActivity(models.Model):
    """Where an activity comes from, and what counts when it is held online."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    series_id = fields.Many2one(
        "volunteer.series",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    series_date = fields.Date(
        string="Day of the Series",
        readonly=True,
        copy=False,
        help="The day it was made for; it stays when the activity is moved.",
    )
    themed_day_id = fields.Many2one(
        "volunteer.themed.day",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    online_url = fields.Char(
        string="Online at",
        # Published activities are read by everybody; the address is not for all.
        groups="volunteer_base.group_leader",
        help="Address of the meeting or the page; only those who signed up see it.",
    )
    consultations = fields.Integer(
        copy=False, help="People who were given advice online."
    )
    pushes = fields.Integer(
        string="Messages Pushed",
        copy=False,
        help="Articles and messages that were sent out.",
    )
    day_note = fields.Char(string="About the Day", compute="_compute_day_note")

    _series_date_unique = models.UniqueIndex(
        "(series_id, series_date) WHERE series_id IS NOT NULL",
        "The series has an activity of this day already.",
    )
    _online_counts_positive = models.Constraint(
        "CHECK (consultations >= 0 AND pushes >= 0)", "Counts cannot be negative."
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "series_id", "series_date")

    @api.depends("start", "company_id")
    @api.depends_context("lang")
    def _compute_day_note(self):
        dates = {
            activity: activity._local_date(
                activity.start, activity.company_id or self.env.company
            )
            for activity in self
            if activity.start
        }
        notes = self.env["volunteer.working.day"]._get_notes_sudo(dates.values())
        themes = self.env["volunteer.themed.day"]._get_names_sudo(dates.values())
        for activity in self:
            day = dates.get(activity)
            texts = [text for text in (notes.get(day), themes.get(day)) if text]
            activity.day_note = " · ".join(texts) or False

    @api.constrains("online_url")
    def _check_online_url(self):
        for activity in self:
            url = activity.online_url
            if url and not url.lower().startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "The address of “%(name)s” begins with https://.",
                        name=activity.display_name,
                    )
                )

    def unlink(self):
        # What was deleted by hand is not made again in the night.
        days = [
            (activity.series_id.id, activity.series_date)
            for activity in self.sudo()
            if activity.series_id
        ]
        result = super().unlink()
        Exception_ = self.env["volunteer.series.exception"].sudo()
        known = {
            (exception.series_id.id, exception.date)
            for exception in Exception_.search(
                [("series_id", "in", [series_id for series_id, _day in days])]
            )
        }
        Exception_.create(
            [
                {"series_id": series_id, "date": day, "kind": "skip"}
                for series_id, day in days
                if (series_id, day) not in known
            ]
        )
        return result

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.local_time import format_day
from ...tools.recurrence import LAST, Pattern, occurrences

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREVIEWED = 5
MOST_PREVIEWED = 3 * 366


class VolunteerSeries(models.Model):
    """Activities that come again: on which days, at what time, with which needs."""

    _name = "volunteer.series"
    _description = "Series of Activities"
    _inherit = [
        "volunteer.todo.mixin",
        "volunteer.guard.mixin",
        "volunteer.pattern.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "state desc, name, id"
    _check_company_auto = True

    _guarded_fields = ("state", "pattern_from")

    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._get_volunteer_today(),
    )
    date_to = fields.Date(string="Until", help="The last day; empty: without an end.")
    # Dates before it keep what they were made with, after a change of the pattern.
    pattern_from = fields.Date(readonly=True, copy=False)
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    rhythm = fields.Selection(
        [
            ("weekly", "Every week"),
            ("biweekly", "Every second week"),
            ("1", "First of the month"),
            ("2", "Second of the month"),
            ("3", "Third of the month"),
            ("4", "Fourth of the month"),
            ("last", "Last of the month"),
        ],
        required=True,
        default="weekly",
        help="“First of the month” and Saturday: on the first Saturday of each month.",
    )
    day_rule = fields.Selection(
        [
            ("all", "On holidays too"),
            ("no_holidays", "Not on public holidays"),
            ("working", "On working days only"),
        ],
        string="Holidays",
        required=True,
        default="no_holidays",
        help="As in the table of working days. “On working days only” with Saturday "
        "and Sunday ticked takes place on make-up working days too.",
    )
    publish = fields.Boolean(
        string="Publish at Once",
        default=True,
        help="Volunteers see the activities as soon as they are made; otherwise they "
        "are made as drafts.",
    )
    weeks_ahead = fields.Integer(
        string="Made in Advance (weeks)",
        required=True,
        default=lambda self: self.env.company.volunteer_series_weeks,
        help="Every night, the activities of so many coming weeks are made.",
    )
    need_ids = fields.One2many(
        "volunteer.pattern.need", "series_id", string="Needs", copy=True
    )
    exception_ids = fields.One2many(
        "volunteer.series.exception", "series_id", string="Exceptions"
    )
    service_activity_ids = fields.One2many(
        "volunteer.activity", "series_id", string="Service Activities"
    )
    activity_count = fields.Integer(
        string="Number of Activities", compute="_compute_activity_count"
    )
    preview = fields.Char(string="Next Days", compute="_compute_preview")
    days_text = fields.Char(string="Days", compute="_compute_days_text")

    _date_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A series cannot end before it begins.",
    )
    _weeks_range = models.Constraint(
        "CHECK (weeks_ahead BETWEEN 1 AND 60)",
        "Activities are made 1 to 60 weeks in advance.",
    )
    _some_weekday = models.Constraint(
        "CHECK (mon OR tue OR wed OR thu OR fri OR sat OR sun)",
        "Choose at least one day of the week.",
    )

    @api.depends("service_activity_ids")
    def _compute_activity_count(self):
        counts = dict(
            self.env["volunteer.activity"]._read_group(
                [("series_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["series_id"],
                ["__count"],
            )
        )
        for series in self:
            series.activity_count = counts.get(series, 0)

    @api.depends(*WEEKDAYS, "rhythm")
    @api.depends_context("lang")
    def _compute_days_text(self):
        labels = [self._fields[day]._description_string(self.env) for day in WEEKDAYS]
        rhythms = dict(self._fields["rhythm"]._description_selection(self.env))
        for series in self:
            days = [
                label
                for label, day in zip(labels, WEEKDAYS, strict=True)
                if series[day]
            ]
            text = ", ".join(days)
            if series.rhythm and series.rhythm != "weekly":
                text = f"{rhythms[series.rhythm]}: {text}"
            series.days_text = text

    @api.depends(
        *WEEKDAYS,
        "rhythm",
        "day_rule",
        "date_from",
        "date_to",
        "company_id",
        "exception_ids.date",
        "exception_ids.kind",
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        lang = self.env.lang or "en_US"
        for series in self:
            if not (series.date_from and series._get_weekdays()):
                series.preview = False
                continue
            today = (series.company_id or self.env.company)._get_volunteer_today()
            since = max(today, series.date_from)
            until = series.date_to or since + timedelta(days=366)
            # Far off is a slip of the keyboard, and takes long.
            until = min(until, since + timedelta(days=MOST_PREVIEWED))
            days = series._get_days(since, until)
            text = ", ".join(format_day(day, lang, today) for day in days[:PREVIEWED])
            if not days:
                series.preview = self.env._("No day of this period fits.")
            elif len(days) <= PREVIEWED:
                series.preview = text
            else:
                series.preview = self.env._(
                    "%(days)s … %(count)s days until %(until)s",
                    days=text,
                    count=len(days),
                    until=format_date(self.env, days[-1]),
                )

    def write(self, vals):
        if "company_id" in vals:
            moved = self.filtered(
                lambda series: (
                    series.company_id.id != vals["company_id"]
                    and series.sudo().service_activity_ids
                )
            )
            if moved:
                raise UserError(
                    self.env._(
                        "Activities were made; the unit no longer changes: %(series)s.",
                        series=moved.mapped("name"),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.sudo().service_activity_ids.series_id
        if used:
            raise UserError(
                self.env._(
                    "Activities were made of these series; end them instead: "
                    "%(series)s.",
                    series=used.mapped("name"),
                )
            )

    # ------------------------------------------------------------------
    # The pattern
    # ------------------------------------------------------------------

    def _get_weekdays(self):
        """Return the weekdays ticked, 0 is Monday."""
        return frozenset(number for number, name in enumerate(WEEKDAYS) if self[name])

    def _get_pattern(self):
        """Return the pattern of this series, for ``tools/recurrence``."""
        self.ensure_one()
        nth = {"last": LAST}.get(self.rhythm) or (
            int(self.rhythm) if self.rhythm.isdigit() else None
        )
        return Pattern(
            weekdays=self._get_weekdays(),
            first=self.date_from,
            last=self.date_to or None,
            every=2 if self.rhythm == "biweekly" else 1,
            nth=nth,
            day_rule=self.day_rule,
        )

    def _get_days(self, since, until, table=None):
        """Return the dates on which this series takes place within a period.

        :param date since: the first date
        :param date until: the last one, included
        :param dict table: working days, where the caller has read them
        """
        self.ensure_one()
        if table is None:
            table = self.env["volunteer.working.day"]._get_table_sudo(since, until)
        dates = {"skip": [], "add": []}
        for exception in self.exception_ids:
            if exception.date:
                dates[exception.kind].append(exception.date)
        return occurrences(
            self._get_pattern(),
            since,
            until,
            table=table,
            skipped=dates["skip"],
            added=dates["add"],
        )

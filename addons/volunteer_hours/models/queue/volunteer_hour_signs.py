from collections import defaultdict

from odoo import api, fields, models

#: What a sign tells the screen.
SIGN = ("code", "level", "icon", "text")


class VolunteerHour(models.Model):
    """What an approver should see before deciding, each with a sign and a sentence."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    queue_signs = fields.Json(
        string="Look at",
        compute="_compute_queue_signs",
        compute_sudo=True,
        exportable=False,
    )

    @api.depends("volunteer_id", "date", "hours", "state", "due_date", "organiser")
    def _compute_queue_signs(self):
        months = self._get_month_days_sudo()
        today = {company: company._get_volunteer_today() for company in self.company_id}
        for line in self:
            days = months.get((line.volunteer_id, line._get_month()), [])
            signs = line._get_queue_signs(days, today.get(line.company_id))
            if line.evidence_count:
                text = self.env._("Files: %(count)d", count=line.evidence_count)
                signs.append(("evidence", "info", "fa-paperclip", text))
            line.queue_signs = [dict(zip(SIGN, sign, strict=True)) for sign in signs]

    def _get_month(self):
        self.ensure_one()
        return self.date and fields.Date.start_of(self.date, "month")

    def _get_month_days_sudo(self):
        """Return what these volunteers have in the months of these lines, at once.

        :return: ``{(volunteer, first of month): [(date, proven, hours, lines)]}``
        """
        days = defaultdict(list)
        dates = self.filtered("date").mapped("date")
        if not dates:
            return days
        for volunteer, day, proven, hours, count in self.sudo()._read_group(
            [
                ("volunteer_id", "in", self.volunteer_id.ids),
                ("date", ">=", fields.Date.start_of(min(dates), "month")),
                ("date", "<=", fields.Date.end_of(max(dates), "month")),
                ("state", "not in", ("refused", "cancelled")),
                *self._get_day_domain(),
            ],
            ["volunteer_id", "date:day", "proven"],
            ["hours:sum", "__count"],
        ):
            month = fields.Date.start_of(day, "month")
            days[volunteer, month].append((day, proven, hours, count))
        return days

    def _get_queue_signs(self, days, today):
        """Return ``[(code, level, icon, sentence)]`` of one line, the gravest first.

        :param list days: of the month, as of ``_get_month_days_sudo``
        :param date today: of the unit
        """
        self.ensure_one()
        signs = []
        same_day = [
            row for row in days if row[0] == self.date and self._counts_for_day()
        ]
        day_hours = round(sum(hours for _day, _proven, hours, _count in same_day), 2)
        day_lines = sum(count for _day, _proven, _hours, count in same_day)
        month_hours = round(sum(hours for _day, _proven, hours, _count in days), 2)
        if self.reverses_id:
            text = self.env._("Takes recorded hours back.")
            signs.append(("reversal", "danger", "fa-undo", text))
        if self.in_working_time and self.off_duty:
            text = self.env._("In working time, but off duty.")
            signs.append(("off_duty", "info", "fa-calendar-check-o", text))
        elif self.in_working_time and not self.reverses_id:
            text = self.env._("In working time; nobody has confirmed time off.")
            signs.append(("working_time", "danger", "fa-briefcase", text))
        if self.signup_overlap:
            text = self.env._(
                "At that time signed up for %(what)s.", what=self.signup_overlap_text
            )
            signs.append(("signup", "danger", "fa-exclamation-triangle", text))
        # What takes a line back stands beside it on that day.
        if day_lines > 1 and not self.reverses_id:
            text = self.env._(
                "%(count)d lines on this day, %(hours)g h in all. Is one of them the "
                "same service?",
                count=day_lines,
                hours=day_hours,
            )
            # Clock times cannot overlap: the database holds that.
            level = "info" if self.start and self.stop else "warning"
            signs.append(("same_day", level, "fa-clone", text))
        limit = self.company_id.volunteer_daily_warning
        if limit and day_hours > limit:
            text = self.env._(
                "%(hours)g h on this day, more than %(limit)g h.",
                hours=day_hours,
                limit=limit,
            )
            signs.append(("long_day", "warning", "fa-clock-o", text))
        limit = self.company_id.volunteer_month_reminder
        if limit and month_hours > limit:
            text = self.env._(
                "%(hours)g h this month, more than %(limit)g h.",
                hours=month_hours,
                limit=limit,
            )
            signs.append(("month", "warning", "fa-calendar", text))
        if self.due_date and today and self.due_date < today:
            text = self.env._(
                "Should have been recorded by %(date)s.", date=self.due_date
            )
            signs.append(("late", "warning", "fa-hourglass-end", text))
        if self.late_reason:
            text = self.env._("Claimed late: %(why)s", why=self.late_reason)
            signs.append(("late_claim", "warning", "fa-calendar-times-o", text))
        if self.override_reason:
            text = self.env._("Allowed as it is: %(why)s", why=self.override_reason)
            signs.append(("override", "info", "fa-gavel", text))
        if self.organiser:
            text = self.env._("Organised by %(name)s.", name=self.organiser)
            signs.append(("organiser", "info", "fa-building-o", text))
        return signs

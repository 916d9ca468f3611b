from odoo import api, fields, models

from .volunteer_hour_late import UNDER_WAY


class VolunteerHour(models.Model):
    """Due dates and the table of working days that they are counted with."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    due_unsure = fields.Boolean(
        compute="_compute_due_unsure",
        compute_sudo=True,
        help="Public holidays of the year of the due date are not in the table.",
    )

    @api.depends("due_date", "state")
    def _compute_due_unsure(self):
        counted = self.filtered(lambda line: line.due_date and line.state in UNDER_WAY)
        years = set()
        if counted:
            years = self.env["volunteer.working.day"]._get_years_sudo()
        for line in self:
            line.due_unsure = line in counted and line.due_date.year not in years

    @api.model
    def _move_due_dates_sudo(self, first, last):
        """Count due dates again after the table of working days has changed.

        One query for the lines and one a unit and day whose date moves; what is
        recorded stays as it was.

        :param date first: the first day that changed
        :param date last: the last one
        """
        lines = self.sudo()._read_group(
            [
                ("state", "in", ("open", "refused", *UNDER_WAY)),
                ("due_date", "!=", False),
                ("date", "<=", last),
                ("due_date", ">=", first),
            ],
            ["company_id", "date:day", "due_date:day"],
            ["id:recordset"],
        )
        if not lines:
            return
        calendar = self.env["res.company"]._get_volunteer_working_days_sudo()
        for company, day, before, found in lines:
            due = calendar.add(day, company.volunteer_recording_days)
            if due != before:
                found.write({"due_date": due})

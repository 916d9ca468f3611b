from odoo import api, models


class VolunteerWorkingDay(models.Model):
    """Due dates follow the table of working days, as long as nothing is recorded."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.working.day"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._move_due_dates_sudo(days.mapped("date"))
        return days

    def write(self, vals):
        before = self.mapped("date")
        result = super().write(vals)
        if {"date", "working"} & set(vals):
            self._move_due_dates_sudo([*before, *self.mapped("date")])
        return result

    def unlink(self):
        before = self.mapped("date")
        result = super().unlink()
        self._move_due_dates_sudo(before)
        return result

    @api.model
    def _move_due_dates_sudo(self, dates):
        """Count again by when hours are due whose days lie around these dates."""
        if dates:
            self.env["volunteer.hour"]._move_due_dates_sudo(min(dates), max(dates))

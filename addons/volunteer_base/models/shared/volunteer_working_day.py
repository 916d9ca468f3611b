from odoo import api, fields, models
from odoo.tools import frozendict, ormcache


class VolunteerWorkingDay(models.Model):
    _name = "volunteer.working.day"
    _description = "Working Day Exception"
    _order = "date desc"
    _rec_name = "date"

    date = fields.Date(required=True)
    working = fields.Selection(
        [("rest", "Rest day"), ("work", "Working day")],
        required=True,
        default="rest",
        help="Public holidays are rest days; the Saturdays and Sundays that make up "
        "for them are working days. Days not listed follow the week.",
    )
    name = fields.Char(string="Occasion", translate=True)

    _date_unique = models.UniqueIndex("(date)", "This date is in the table already.")

    @api.model
    @ormcache()
    def _get_all_sudo(self):
        """Return ``{date: whether it is a working day}``: every line of hours asks."""
        days = self.sudo().search_fetch([], ["date", "working"])
        return frozendict({day.date: day.working == "work" for day in days})

    @api.model
    def _get_table_sudo(self, since, until):
        """Return ``{date: whether it is a working day}`` of a period."""
        return {
            day: working
            for day, working in self._get_all_sudo().items()
            if since <= day <= until
        }

    @api.model_create_multi
    def create(self, vals_list):
        result = super().create(vals_list)
        self.env.registry.clear_cache()
        return result

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _get_notes_sudo(self, dates):
        """Return ``{date: "Public holiday: …"}`` of those days that are special.

        One query, however many dates.
        """
        dates = list(set(dates))
        if not dates:
            return {}
        notes = {}
        for day in self.sudo().search([("date", "in", dates)]):
            note = (
                self.env._("Make-up working day")
                if day.working == "work"
                else self.env._("Public holiday")
            )
            notes[day.date] = f"{note}: {day.name}" if day.name else note
        return notes

from odoo import fields, models
from odoo.exceptions import AccessError

from ..tools.day_file import read_days


class VolunteerWorkingDayImport(models.TransientModel):
    """Take over a year's public holidays and make-up days from a file."""

    _name = "volunteer.working.day.import"
    _description = "Import of Working Days"
    _inherit = ["volunteer.table.wizard.mixin"]

    def action_import(self):
        """Enter the dates of the file; those that are there already are brought up.

        :return: the list of the days
        :raise AccessError: not in charge of the configuration
        :raise UserError: names row and column of everything that is wrong
        """
        self.ensure_one()
        Day = self.env["volunteer.working.day"]
        if not Day.has_access("create"):
            raise AccessError(
                self.env._("Only who configures volunteering enters working days.")
            )
        rows = self._check_rows()
        known = self._get_known(rows)
        new = []
        for row in rows:
            vals = {"working": row.working}
            if row.name:
                vals["name"] = row.name
            day = known.get(row.date)
            if not day:
                new.append({"date": row.date, **vals})
            elif any(day[name] != value for name, value in vals.items()):
                day.write(vals)
        Day.create(new)
        return self._open_table("volunteer_base.volunteer_working_day_action")

    def _get_known(self, rows):
        days = self.env["volunteer.working.day"].search(
            [("date", "in", [row.date for row in rows])]
        )
        return {day.date: day for day in days}

    def _parse_rows(self, table):
        return read_days(table)

    def _get_sentences(self):
        return super()._get_sentences() | {
            "no_header": self.env._(
                "The first row names the columns: 日期, 休/班, 名称 (date, working, "
                "occasion)."
            ),
            "unknown_day_kind": self.env._(
                "“{value}” is neither 休 (a day off) nor 班 (a working day)."
            ),
            "twice": self.env._("The same date stands in row {value} already."),
        }

    def _get_preview_table(self, rows):
        known = self._get_known(rows)
        kinds = dict(
            self.env["volunteer.working.day"]
            ._fields["working"]
            ._description_selection(self.env)
        )
        headings = [
            self.env._("Date"),
            self.env._("Working"),
            self.env._("Occasion"),
            self.env._("In the Table"),
        ]
        return headings, [
            (
                fields.Date.to_string(row.date),
                kinds[row.working],
                row.name,
                self._say_known(row, known.get(row.date), kinds),
            )
            for row in rows
        ]

    def _say_known(self, row, day, kinds):
        if not day:
            return self.env._("New")
        if day.working != row.working:
            return self.env._("Was: %(kind)s", kind=kinds[day.working])
        return self.env._("Already there")

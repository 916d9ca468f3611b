from odoo import fields, models


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

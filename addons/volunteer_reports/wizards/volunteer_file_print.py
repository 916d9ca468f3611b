from odoo import fields, models


class VolunteerFilePrint(models.TransientModel):
    """Ask whose files are printed, of which period, and with which numbers."""

    _name = "volunteer.file.print"
    _description = "Print Volunteers' Files"

    volunteer_ids = fields.Many2many(
        "volunteer.volunteer", string="Volunteers", required=True
    )
    date_from = fields.Date(
        string="From", help="First day of service, training and honours; empty: all."
    )
    date_to = fields.Date(string="Until", help="Last day; empty: until today.")
    full = fields.Boolean(
        string="Numbers in Full",
        help="ID and mobile numbers as they are. That they were given to you is kept "
        "in each person's list of disclosures.",
    )

    def action_print(self):
        """Print the files that were asked for."""
        self.ensure_one()
        return self.volunteer_ids.action_print_file(
            self.full, self.date_from, self.date_to
        )

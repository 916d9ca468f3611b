from odoo import fields, models

from ...tools.hour_headings import TARGETS


class VolunteerHourImportColumn(models.Model):
    """A column of an uploaded file with hours, and what it holds."""

    _name = "volunteer.hour.import.column"
    _description = "Column of Imported Hours"
    _inherit = ["volunteer.guard.mixin"]
    _order = "import_id, place"
    _rec_name = "heading"

    _guarded_fields = ("import_id", "place", "heading", "sample")

    import_id = fields.Many2one(
        "volunteer.hour.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    place = fields.Integer(string="Column", required=True, readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(
        string="Example", readonly=True, help="Long numbers are shortened."
    )
    target = fields.Selection(
        selection="_get_targets",
        string="Holds",
        help="Empty: this column is not imported.",
    )

    _place_unique = models.UniqueIndex("(import_id, place)")
    _target_unique = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL",
        "Two columns cannot hold the same thing.",
    )

    def _get_targets(self):
        """Return what a column can hold."""
        labels = {
            "code": self.env._("Volunteer No."),
            "name": self.env._("Full name"),
            "id_number": self.env._("ID number"),
            "id_type": self.env._("Type of ID"),
            "external_number": self.env._("Number on the platform"),
            "employee_number": self.env._("Employee's badge number"),
            "date": self.env._("Day of the service"),
            "start": self.env._("Begins"),
            "stop": self.env._("Ends"),
            "hours": self.env._("Service hours"),
            "minutes": self.env._("Service time in minutes"),
            "activity": self.env._("Activity"),
            "project": self.env._("Project"),
            "organiser": self.env._("Organiser"),
            "description": self.env._("What was done"),
            "platform": self.env._("System it comes from"),
            "record_no": self.env._("Number of the record there"),
        }
        return [(target, labels[target]) for target in TARGETS]

    def write(self, vals):
        result = super().write(vals)
        if "target" in vals and not self.env.su:
            # Goes through the rights and the state of the import.
            self.import_id.write({"column_ids": []})
        return result

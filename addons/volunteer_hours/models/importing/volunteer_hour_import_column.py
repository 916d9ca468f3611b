from odoo import api, fields, models

from ...tools.hour_headings import TARGETS


class VolunteerHourImportColumn(models.Model):
    """A column of an uploaded file with hours, and what it holds."""

    _name = "volunteer.hour.import.column"
    _description = "Column of Imported Hours"
    _inherit = ["volunteer.import.column.mixin"]

    import_id = fields.Many2one(
        "volunteer.hour.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )

    _place_unique = models.UniqueIndex("(import_id, place)")
    _target_unique = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL",
        "Two columns cannot hold the same thing.",
    )

    @api.model
    def _get_targets(self):
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

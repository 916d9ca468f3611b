from odoo import models

from odoo.addons.volunteer_base.tools.spreadsheet import Column, Sheet, write_register

#: The fixed columns: field, kind, width.
COLUMNS = [
    ("name", "text", 28),
    ("heads", "decimal", 10),
    ("hours", "decimal", 10),
    ("hours_proven", "decimal", 12),
    ("hours_claimed", "decimal", 12),
    ("hours_per_head", "decimal", 10),
    ("attainment", "decimal", 12),
    ("registered", "decimal", 12),
    ("activities", "integer", 8),
    ("services", "integer", 8),
    ("served", "integer", 10),
    ("quality", "decimal", 10),
    ("on_time", "decimal", 12),
    ("inspection", "decimal", 12),
    ("score", "decimal", 8),
    ("grade", "text", 10),
    ("opinion", "text", 40),
]


class VolunteerTeamAssessment(models.Model):
    """An assessment as an .xlsx file; who may read it gets the rows they may read."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.team.assessment"  # pylint: disable=consider-merging-classes-inherited

    def _write_file(self, target):
        """Write the rows, and return ``(number of rows, minutes)``."""
        self.ensure_one()
        lines = self.env["volunteer.team.assessment.line"].search(
            [("assessment_id", "=", self.id)], order="score desc, id"
        )
        labels = {
            name: values["string"]
            for name, values in lines.fields_get(
                [name for name, _kind, _width in COLUMNS], ["string"]
            ).items()
        }
        sheet = Sheet(
            name=self.env._("Assessment"),
            title=self.name,
            caption=self.env._(
                "%(unit)s · %(since)s – %(until)s · %(scheme)s",
                unit=self.company_id.name,
                since=self.date_from,
                until=self.date_to,
                scheme=self.sudo().scheme_id.display_name,
            ),
            total=self.env._("Total"),
        )
        return write_register(
            target,
            sheet,
            [Column(labels[name], width, kind) for name, kind, width in COLUMNS],
            (
                tuple(line[name] or "" for name, _kind, _width in COLUMNS)
                for line in lines
            ),
        )

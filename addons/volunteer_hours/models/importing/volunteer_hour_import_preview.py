from markupsafe import Markup

from odoo import models


class VolunteerHourImport(models.Model):
    """The first rows, as they will be imported."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _render_preview(self, lines):
        """Return a table of the first lines that would be made."""
        heads = (
            self.env._("Row"),
            self.env._("Volunteer"),
            self.env._("Day of the service"),
            self.env._("From – Until"),
            self.env._("Hours"),
            self.env._("Service"),
            self.env._("Organiser"),
        )
        volunteers = self.env["volunteer.volunteer"].browse(
            found.volunteer_id for _row, found in lines
        )
        body = Markup("").join(
            Markup("<tr>%s</tr>")
            % Markup("").join(
                Markup("<td>%s</td>") % cell
                for cell in self._prepare_preview_cells(row, found, volunteer)
            )
            for (row, found), volunteer in zip(lines, volunteers, strict=True)
        )
        head = Markup("").join(Markup("<th>%s</th>") % cell for cell in heads)
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (head, body)

    def _prepare_preview_cells(self, row, found, volunteer):
        values, vals = row.values, found.vals
        period = "–".join(
            f"{values[name]:%H:%M}" for name in ("start", "stop") if values.get(name)
        )
        service = self.env["volunteer.activity"].browse(vals["activity_id"] or ())
        project = self.env["volunteer.project"].browse(vals["project_id"] or ())
        return (
            row.row,
            f"{volunteer.code} {volunteer.name}",
            vals["date"],
            period,
            f"{vals['minutes'] / 60:g}",
            service.name or project.name or vals["description"] or "",
            vals["organiser"] or self.company_id.name,
        )

from markupsafe import Markup

from odoo import models

from ...tools.masking import mask_id_number, mask_mobile


class VolunteerImport(models.Model):
    """The first rows, as they will be imported."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _render_preview(self, lines):
        """Return the first rows as they will be imported, numbers masked."""
        targets = [target for target in self._get_targets() if target]
        labels = dict(self.env["volunteer.import.column"]._get_targets())
        head = [self.env._("Row"), *(labels[target] for target in targets)]
        # Who is known here is not a leader's business.
        office = self.purpose == "register"
        head += [self.env._("What happens")] if office else []
        names = self._get_value_names(lines)
        body = Markup("").join(
            Markup("<tr>%s</tr>")
            % Markup("").join(
                Markup("<td>%s</td>") % cell
                for cell in (
                    row.row,
                    *(
                        self._preview_cell(target, row.values.get(target), names)
                        for target in targets
                    ),
                    *([self._preview_outcome(match)] if office else []),
                )
            )
            for row, match in lines
        )
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (Markup("").join(Markup("<th>%s</th>") % cell for cell in head), body)

    def _get_value_names(self, lines):
        """Return ``{target: {value: label}}`` for what is not shown as it is."""
        Volunteer, Identity = (
            self.env["volunteer.volunteer"],
            self.env["volunteer.identity"],
        )
        names = {
            "kind": dict(Volunteer._fields["kind"]._description_selection(self.env))
        }
        for target in ("sex", "id_type"):
            names[target] = dict(
                Identity._fields[target]._description_selection(self.env)
            )
        for target, model in (
            ("political_status", "volunteer.code"),
            ("education", "volunteer.code"),
            ("ethnic_group", "volunteer.code"),
            ("team", "volunteer.team"),
            ("skills", "volunteer.tag"),
            ("categories", "volunteer.category"),
        ):
            ids = set()
            for row, _match in lines:
                value = row.values.get(target, ())
                ids.update(value if isinstance(value, tuple) else (value,))
            records = self.env[model].browse(ids)
            names[target] = {record.id: record.name for record in records}
        return names

    def _preview_cell(self, target, value, names):
        if value in (None, "", ()):
            return ""
        if value is True or value is False:
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, tuple):
            return "、".join(names[target][item] for item in value)
        if target in names:
            return names[target][value]
        if target == "id_number":
            return mask_id_number(value)
        if target.endswith("mobile"):
            return mask_mobile(value)
        return str(value)

    def _preview_outcome(self, match):
        if not match.volunteer_id:
            return self.env._("New")
        volunteer = self.env["volunteer.volunteer"].browse(match.volunteer_id)
        if self.on_match == "skip":
            return self.env._("%(code)s stays as it is", code=volunteer.code)
        return self.env._("Updates %(code)s", code=volunteer.code)

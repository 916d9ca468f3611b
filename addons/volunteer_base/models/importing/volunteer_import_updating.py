from odoo import Command, models

from ...tools.masking import mask_id_number


class VolunteerImport(models.Model):
    """Rows of volunteers who are here already: what differs is written."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _update_rows_sudo(self, pairs):
        """Write what differs; empty cells erase nothing."""
        volunteers = self.env["volunteer.volunteer"].browse(
            match.volunteer_id for _row, match in pairs
        )
        without, numbers = [], []
        keyring = None
        for pair, volunteer in zip(pairs, volunteers, strict=True):
            values = pair[0].values
            vals = self._prepare_update_vals(values, volunteer)
            identity = volunteer.identity_ids
            changed = self._get_changed(identity, self._prepare_identity_vals(values))
            if "id_number" in values and not volunteer.id_number_masked:
                vals["id_number_masked"] = mask_id_number(values["id_number"])
                keyring = keyring or self.env["volunteer.identity"]._load_keyring()
                changed |= self._prepare_number_vals(values, keyring)
            if not identity:
                without.append((pair, volunteer))
            elif changed:
                identity.write(changed)
            if vals:
                volunteer.write(vals)
            if "external_number" in values and (
                self.platform_id not in volunteer.external_number_ids.platform_id
            ):
                numbers.append((pair, volunteer))
        self.env["volunteer.identity"].create(
            self._prepare_identity_vals_list(*self._split(without))
        )
        self._add_numbers_sudo(*self._split(numbers))
        self._link_employees_sudo(
            {
                match.employee_id: match.volunteer_id
                for _row, match in pairs
                if match.employee_id
            }
        )
        self._add_members_sudo(pairs, volunteers)

    def _prepare_update_vals(self, values, volunteer):
        vals = {
            name: values[name]
            for name in ("name", "kind", "is_contract", "date_registered")
            if name in values
        }
        for target, name in (("skills", "skill_ids"), ("categories", "category_ids")):
            added = set(values.get(target, ())) - set(volunteer[name].ids)
            if added:
                vals[name] = [Command.link(value) for value in added]
        if not volunteer.date_registered:
            vals.pop("date_registered", None)
        return self._get_changed(volunteer, vals)

    def _get_changed(self, record, vals):
        """Return those of ``vals`` that differ from what the record holds."""
        changed = {}
        for name, value in vals.items():
            field = record._fields[name]
            present = record[name]
            if field.type == "many2one":
                present = present.id
            if field.type == "many2many" or present != value:
                changed[name] = value
        return changed

    def _split(self, found):
        """Return the pairs and the volunteers of ``[(pair, volunteer)]``."""
        volunteers = self.env["volunteer.volunteer"].browse(
            volunteer.id for _pair, volunteer in found
        )
        return [pair for pair, _volunteer in found], volunteers

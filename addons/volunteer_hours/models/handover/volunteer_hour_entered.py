from odoo import fields, models


class VolunteerHour(models.Model):
    """Where a recorded line stands in public systems."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    entry_ids = fields.One2many(
        "volunteer.hour.entry", "hour_id", string="In Public Systems"
    )

    def _prepare_trail_sudo(self):
        entries = self.env["volunteer.hour.entry"].search(
            [("hour_id", "in", self.ids), ("state", "!=", "to_enter")], order="id"
        )
        return [
            *super()._prepare_trail_sudo(),
            *(
                entry.hour_id._trail_entry(
                    "entered" if entry.state == "entered" else "not_entered",
                    self.env._("Entered in %(system)s", system=entry.platform_id.name)
                    if entry.state == "entered"
                    else self.env._(
                        "Not accepted by %(system)s", system=entry.platform_id.name
                    ),
                    entry.entered_on or entry.write_date,
                    entry.entered_by,
                    text=entry.reference if entry.state == "entered" else entry.error,
                )
                for entry in entries
            ),
        ]


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add where hours were handed to (PIPL, Art. 45: who was given what)."""
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        groups["service"].append(
            self._own_section_sudo(
                "entries",
                self.env._("Hours in Public Systems"),
                self.env["volunteer.hour.entry"].search(
                    [("hour_id.volunteer_id", "in", people.ids)]
                ),
                ("date", "hours", "platform_id", "kind", "state", "entered_on"),
            )
        )
        return groups

    def _erase_sudo(self):
        """Empty what a system answered about a person: it may repeat a number."""
        result = super()._erase_sudo()
        self.env["volunteer.hour.entry"].search(
            [("hour_id.volunteer_id", "in", self.ids), ("error", "!=", False)]
        ).write({"error": False})
        return result

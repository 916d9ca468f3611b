from datetime import datetime

from odoo import api, fields, models

from ..models.privacy.volunteer_own_data import GROUPS


class VolunteerOwnCopyReport(models.AbstractModel):
    """What the own copy shows on paper; the data and its rights are the model's."""

    _name = "report.volunteer_base.own_copy"
    _description = "Copy of a Volunteer's Data on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        volunteers = self.env["volunteer.volunteer"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.volunteer",
            "docs": volunteers,
            "copies": [
                self._localize_times(volunteer.get_own_data(), volunteer)
                for volunteer in volunteers
            ],
            "group_titles": self._get_group_titles(),
        }

    @api.model
    def _get_group_titles(self):
        """Return ``{group: its title}`` for the five groups of the regulation."""
        titles = (
            self.env._("Basic information"),
            self.env._("Service"),
            self.env._("Training"),
            self.env._("Awards"),
            self.env._("Evaluation"),
        )
        return dict(zip(GROUPS, titles, strict=True))

    @api.model
    def _localize_times(self, copy, volunteer):
        """Write moments as the unit's clocks showed them; the file keeps UTC."""
        tz = volunteer.sudo().company_id.volunteer_tz
        for sections in copy["groups"].values():
            for section in sections:
                for row in section["rows"]:
                    for key, value in row.items():
                        row[key] = self._localize_time(value, tz)
        return copy

    @api.model
    def _localize_time(self, value, tz):
        if not (isinstance(value, str) and value.endswith("Z") and "T" in value):
            return value
        try:
            moment = datetime.fromisoformat(value[:-1])
        except ValueError:
            return value  # a text that merely ends like one
        local = fields.Datetime.context_timestamp(self.with_context(tz=tz), moment)
        return local.strftime("%Y-%m-%d %H:%M")

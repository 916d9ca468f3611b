from odoo import models


class VolunteerHour(models.Model):
    """Exceptions and evidence in the trail of a line."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_trail_sudo(self):
        return [
            *super()._prepare_trail_sudo(),
            *self._prepare_trail_exceptions(),
            *self._prepare_trail_evidence(),
        ]

    def _prepare_trail_exceptions(self):
        titles = {
            "late_reason": self.env._("Entered late"),
            "override_reason": self.env._("Entered all the same"),
        }
        return [
            line._trail_entry(
                "exception",
                title,
                line.exception_on,
                line.exception_by,
                text=line[name],
            )
            for line in self
            for name, title in titles.items()
            if line[name]
        ]

    def _prepare_trail_evidence(self):
        evidence = self.env["volunteer.hour.evidence"].search(
            [("hour_id", "in", self.ids)]
        )
        return [
            file.hour_id._trail_entry(
                "evidence",
                self.env._("Evidence added"),
                file.create_date,
                file.uploaded_by,
                text=file.name,
            )
            for file in evidence
        ]

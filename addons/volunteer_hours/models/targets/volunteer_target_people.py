from odoo import models


class VolunteerVolunteer(models.Model):
    """Aims and exemptions in a person's own copy; merging and erasing."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_moves(self):
        return {
            **super()._get_merge_moves(),
            "volunteer.target.exemption": ("id",),
            "volunteer.target": ("year", "metric", "active"),
        }

    def _get_own_data_sudo(self):
        """Add what was aimed at, and when nothing was expected."""
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        groups["evaluation"] += [
            self._own_section_sudo(
                "targets",
                self.env._("Own Targets"),
                self.env["volunteer.target"].search(
                    [("volunteer_id", "in", people.ids)]
                ),
                ("date_from", "date_to", "metric", "counted", "value", "actual"),
            ),
            self._own_section_sudo(
                "exemptions",
                self.env._("Exemptions from the Aim"),
                people._get_exemptions_sudo(),
                ("date_from", "date_to", "kind", "note"),
            ),
        ]
        return groups

    def _get_exemptions_sudo(self):
        """Return the exemptions of these people, as staff too."""
        return (
            self.env["volunteer.target.exemption"]
            .sudo()
            .search(
                [
                    "|",
                    ("volunteer_id", "in", self.ids),
                    ("employee_id.volunteer_id", "in", self.ids),
                ]
            )
        )

    def _erase_sudo(self):
        """Take why somebody was exempt, and for those who are not staff when.

        Before the link to the employment is cut; the employment is HR's.
        """
        exemptions = self._get_exemptions_sudo()
        own = exemptions.filtered("volunteer_id")
        (exemptions - own).write({"note": False, "kind": "other"})
        own.unlink()
        self.env["volunteer.target"].with_context(active_test=False).search(
            [("volunteer_id", "in", self.ids)]
        ).write({"note": False})
        return super()._erase_sudo()

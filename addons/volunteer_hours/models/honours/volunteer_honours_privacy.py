from odoo import models


class VolunteerVolunteer(models.Model):
    """Nominations in a person's own copy, after a merge and after erasure."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        """Add for which honours this person was nominated."""
        groups = super()._get_own_data_sudo()
        groups["award"].append(
            self._own_section_sudo(
                "nominations",
                self.env._("Nominations"),
                self.env["volunteer.commendation.nominee"].search(
                    [("volunteer_id", "in", self._with_merged_sudo().ids)]
                ),
                (
                    "commendation_id",
                    "source",
                    "reason",
                    "hours_proven",
                    "hours_claimed",
                    "service_count",
                    "quality",
                    "state",
                    "refuse_reason",
                ),
            )
        )
        return groups

    def _get_merge_moves(self):
        return {
            **super()._get_merge_moves(),
            "volunteer.commendation.nominee": ("commendation_id",),
        }

    def _erase_sudo(self):
        """Empty what was written for and about this person; the nomination stays."""
        result = super()._erase_sudo()
        nominees = self.env["volunteer.commendation.nominee"].search(
            [("volunteer_id", "in", self.ids)]
        )
        nominees.write({"reason": False, "refuse_reason": False})
        self.env["volunteer.jury.score"].search(
            [("nominee_id", "in", nominees.ids), ("note", "!=", False)]
        ).write({"note": False})
        return result

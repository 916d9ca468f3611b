from odoo import models


class VolunteerVolunteer(models.Model):
    """Evaluation sheets in a person's own copy; what erasing and merging do."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_stays(self):
        # What was confirmed stays; the person finds it through the kept record.
        return {
            **super()._get_merge_stays(),
            "volunteer.evaluation": {"volunteer_id"},
        }

    def _get_evaluations_sudo(self):
        """Return the sheets about these people, also of merged duplicates."""
        return (
            self.env["volunteer.evaluation"]
            .sudo()
            .search([("volunteer_id", "in", self._with_merged_sudo().ids)])
        )

    def _get_own_data_sudo(self):
        groups = super()._get_own_data_sudo()
        groups["evaluation"].append(
            self._own_section_sudo(
                "sheets",
                self.env._("Evaluation Sheets"),
                self._get_evaluations_sudo(),
                (
                    "volunteer_name",
                    "date_from",
                    "date_to",
                    "version",
                    "state",
                    "hours_proven",
                    "hours_claimed",
                    "services",
                    "quality",
                    "honours",
                    "no_shows",
                    "target_hours",
                    "attainment",
                    "score",
                    "grade",
                    "self_text",
                    "self_on",
                    "return_reason",
                    "department_text",
                    "committee_text",
                    "hr_text",
                    "correction_reason",
                    "final_score",
                    "final_grade",
                ),
            )
        )
        return groups

    def _erase_sudo(self):
        """Empty names and opinions; figures and results stay, as in the ledger."""
        result = super()._erase_sudo()
        self._get_evaluations_sudo()._erase_texts_sudo()
        return result

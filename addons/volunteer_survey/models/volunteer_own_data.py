from odoo import models


class VolunteerVolunteer(models.Model):
    """Exams in a person's own copy, and what erasure takes from them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        groups = super()._get_own_data_sudo()
        groups["training"].append(
            self._own_section_sudo(
                "exams",
                self.env._("Exams"),
                self.env["survey.user_input"].search([("volunteer_id", "=", self.id)]),
                (
                    "survey_id",
                    "start_datetime",
                    "end_datetime",
                    "state",
                    "scoring_percentage",
                    "scoring_success",
                ),
            )
        )
        return groups

    def _erase_sudo(self):
        """Keep that an exam was sat; what names the person goes."""
        result = super()._erase_sudo()
        self.env["survey.user_input"].search([("volunteer_id", "in", self.ids)]).write(
            {"partner_id": False, "email": False, "nickname": False}
        )
        return result

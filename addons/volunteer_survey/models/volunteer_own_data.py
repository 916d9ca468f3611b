from odoo import models
from odoo.fields import Domain


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
                self.env["survey.user_input"].search(
                    [("volunteer_id", "in", self._with_merged_sudo().ids)]
                ),
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

    def _erase_logins_sudo(self):
        """Keep that an exam was sat; what names the person goes.

        Before contacts are cut: sheets begun from Odoo's own invitations are known by
        contact or e-mail only. Colleagues' answers to other surveys are not ours.
        """
        spared = self._get_spared_contacts_sudo()
        contacts = self._get_contacts_sudo()
        addresses = self._get_addresses_sudo(contacts - spared, spared)
        courses = self.env["volunteer.course"].with_context(active_test=False)
        courses = courses.search(
            Domain("survey_id", "!=", False)
            | Domain("self_test_survey_id", "!=", False)
        )
        exams = courses.survey_id | courses.self_test_survey_id
        Sheet = self.env["survey.user_input"]
        sheets = Sheet.search(
            Domain("volunteer_id", "in", self.ids)
            | Domain("partner_id", "in", (contacts - spared).ids)
            | (
                Domain("partner_id", "in", spared.ids)
                & Domain("survey_id", "in", exams.ids)
            )
        )
        sheets |= self._find_by_address_sudo(Sheet, ("email",), addresses)
        sheets.write({"partner_id": False, "email": False, "nickname": False})
        for name in ("value_char_box", "value_text_box"):
            sheets.user_input_line_ids.filtered(name).write({name: "–"})
        return super()._erase_logins_sudo()

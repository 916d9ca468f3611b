from odoo.addons.survey.controllers.main import Survey


class VolunteerSurvey(Survey):
    def _prepare_retry_additional_values(self, answer):
        """A second attempt belongs to the same volunteer, course and step."""
        return {
            **super()._prepare_retry_additional_values(answer),
            "volunteer_id": answer.volunteer_id.id,
            "volunteer_course_id": answer.volunteer_course_id.id,
            "volunteer_step_id": answer.volunteer_step_id.id,
        }

from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey


class VolunteerSurvey(Survey):
    """Exams and self-tests belong to whoever has the link, not to who is signed in."""

    def _fetch_from_access_token(self, survey_token, answer_token):
        survey, answer = super()._fetch_from_access_token(survey_token, answer_token)
        if answer._is_kept_apart_sudo():
            # Who writes a row is told with it; here that would name the person.
            answer = answer.with_user(SUPERUSER_ID)
            survey = answer.survey_id
        return survey, answer

    def _check_validity(
        self,
        survey_sudo,
        answer_sudo,
        answer_token,
        ensure_token=True,
        check_partner=True,
    ):
        """Let a sheet with its own link be filled in on any computer.

        It names no contact, so that it would be refused wherever somebody is signed in.
        """
        if answer_token and answer_sudo and answer_sudo._is_kept_apart_sudo():
            check_partner = False
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )

    @http.route()
    def survey_retry(self, survey_token, answer_token, **post):
        """Begin the next attempt of the same volunteer, if there is one.

        By the rules of every other attempt: none after passing, none beyond the limit.
        """
        _survey, answer = self._fetch_from_access_token(survey_token, answer_token)
        if not answer.volunteer_id or not answer.volunteer_course_id:
            return super().survey_retry(survey_token, answer_token, **post)
        course = answer.volunteer_course_id
        try:
            sheet = course._begin_exam_sudo(answer.volunteer_id)
        except UserError as error:
            return request.render(
                "volunteer_survey.exam_refused", {"problem": str(error)}
            )
        return request.redirect(sheet.get_start_url())

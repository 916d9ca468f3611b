from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import render_private
from odoo.addons.volunteer_base.controllers.training import VolunteerTrainingPortal

LINK = "/volunteer/exam/<string:token>"
TRAINING = "/my/volunteer/training"


class VolunteerExam(VolunteerTrainingPortal):
    @http.route(
        LINK,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def volunteer_exam(self, token, **_query):
        """Show whoever has a personal link what exam it is, before it begins."""
        return self._render_exam(token)

    @http.route(
        f"{LINK}/begin",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def volunteer_exam_begin(self, token, **_form):
        """Begin or continue the exam; questions are drawn now."""
        found = request.env["volunteer.course"]._read_exam_link_sudo(token)
        if not found:
            return self._render_exam(token)
        course, volunteer = found
        try:
            sheet = course._begin_exam_sudo(volunteer)
        except UserError as error:
            return self._render_exam(token, str(error))
        return request.redirect(sheet.get_start_url())

    @http.route(
        f"{TRAINING}/<int:course_id>/exam",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_exam(self, course_id, **_form):
        """Begin or continue one's own exam, signed in."""
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect("/my/volunteer")
        addresses = []
        own = volunteer.sudo(False)
        if self._attempt(lambda: addresses.append(own.action_begin_exam(course_id))):
            return request.redirect(addresses[0])
        return request.redirect(TRAINING)

    def _render_exam(self, token, problem=None):
        found = request.env["volunteer.course"]._read_exam_link_sudo(token)
        values = {"found": bool(found), "problem": problem, "token": token}
        if found:
            course, volunteer = found
            exam = course._get_exams_sudo(volunteer).get(course)
            held = volunteer.qualification_ids.filtered(
                lambda item: (
                    item.course_id == course and item.status in ("valid", "expiring")
                )
            )[:1]
            values.update(
                course=course,
                volunteer=volunteer,
                exam=exam if exam and not exam["held"] else None,
                held=held,
                materials=course._get_materials_sudo()[course],
            )
        return render_private(
            "volunteer_survey.exam_page", values, status=200 if found else 404
        )

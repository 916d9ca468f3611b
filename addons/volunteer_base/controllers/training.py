from odoo import http
from odoo.http import request

from .portal import VolunteerPortal

TRAINING = "/my/volunteer/training"


class VolunteerTrainingPortal(VolunteerPortal):
    """What one holds, what is missing, and how to get it."""

    @http.route(
        TRAINING, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_training(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_base.portal_training",
            {
                "page_name": "volunteer_training",
                "volunteer": volunteer,
                "overview": volunteer._get_training_overview_sudo(),
                "licences": volunteer.qualification_ids.filtered("licence_id"),
                "records": volunteer.training_attendance_ids.filtered("counted"),
            },
        )

    @http.route(
        f"{TRAINING}/sessions/<int:training_id>/<any(enrol,withdraw):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_enrol(self, training_id, deed, **_form):
        training = request.env["volunteer.training"].browse(training_id)
        if deed == "enrol":
            if self._attempt(training.action_enrol):
                self._say("success", request.env._("You are on the list."))
        elif self._attempt(training.action_withdraw):
            self._say("success", request.env._("You are off the list again."))
        return request.redirect(TRAINING)

    @http.route(
        f"{TRAINING}/materials/<int:attachment_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_material(self, attachment_id, **_query):
        """Hand out a file of one of the courses on the volunteer's own page."""
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        for files in volunteer._get_courses_sudo()._get_materials_sudo().values():
            for file in files:
                if file.id == attachment_id:
                    return (
                        request.env["ir.binary"]
                        ._get_stream_from(file)
                        .get_response(as_attachment=True)
                    )
        raise request.not_found()

    def _prepare_activity_cards(self, activities, volunteer):
        cards = super()._prepare_activity_cards(activities, volunteer)
        missing = activities.slot_ids._get_missing_training_sudo(volunteer)
        for card in cards:
            for need in card["needs"]:
                need["training"] = bool(missing.get((need["slot"], volunteer)))
        return cards

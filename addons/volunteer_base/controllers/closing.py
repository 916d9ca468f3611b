from odoo import fields, http
from odoo.http import request

from ..models.results.volunteer_activity_photo import MAX_PHOTOS
from .photos import limit_of, read_photos
from .portal import HOME, VolunteerPortal

LEAD = "/my/volunteer/lead"


class VolunteerClosingPortal(VolunteerPortal):
    """The leader's closing form, on one page."""

    def _find_led_sudo(self, activity_id):
        """Return an activity that the current user leads, as superuser, or none."""
        Activity = request.env["volunteer.activity"]
        return Activity.browse(activity_id).sudo().exists().sudo(False)._leads().sudo()

    @http.route(
        f"{LEAD}/<int:activity_id>/closing",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_closing(self, activity_id, **_query):
        activity = self._find_led_sudo(activity_id)
        if not activity:
            self._say("danger", request.env._("This activity is not among yours."))
            return request.redirect(HOME)
        return self._render(
            "volunteer_base.portal_closing", self._prepare_closing(activity)
        )

    def _prepare_closing(self, activity):
        """Return what the closing page shows; other matters add their part."""
        signups = activity.signup_ids
        ticked = activity.check_item_ids
        items = activity._get_check_items_sudo().with_env(activity.env)
        proofs = activity._get_proofs_sudo()
        if activity.state == "published" or not ticked:
            ticked |= items.filtered(lambda item: item.proof in proofs)
        return {
            "page_name": "volunteer_closing",
            "activity": activity,
            "when": activity._format_when()[activity],
            "items": items,
            "ticked": ticked,
            "proofs": proofs,
            "undecided": signups.filtered(lambda signup: signup.state == "confirmed"),
            "present": len(signups.filtered(lambda signup: signup.state == "attended")),
            "room": max(0, MAX_PHOTOS - activity.photo_count),
            "missing": activity._get_closing_missing(),
            "begun": activity.start <= fields.Datetime.now(),
            "lead_url": LEAD,
            **self._prepare_closing_feedback(activity),
        }

    def _prepare_closing_feedback(self, activity):
        code = activity.env["volunteer.feedback.code"].search(
            [("activity_id", "=", activity.id)]
        )
        return {
            "feedback_code": code,
            "feedback_count": activity.feedback_count,
            "satisfaction": activity.satisfaction,
        }

    @http.route(
        f"{LEAD}/<int:activity_id>/closing",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=limit_of(MAX_PHOTOS),
    )
    def portal_volunteer_close(self, activity_id, deed="save", **form):
        activity = self._find_led_sudo(activity_id).sudo(False)
        url = f"{LEAD}/{activity_id}/closing"
        if not activity:
            return request.redirect(HOME)
        # Photos first: what the rest refuses shall not cost them a second upload.
        saved = self._attempt(lambda: self._save_photos(activity)) and self._attempt(
            lambda: activity.action_save_closing(self._read_closing(form))
        )
        if saved and deed == "finish":
            if self._attempt(activity.action_finish):
                self._say(
                    "success", request.env._("The activity is closed. Thank you!")
                )
        elif saved:
            self._say("success", request.env._("Saved."))
        return request.redirect(url)

    def _read_closing(self, form):
        ticked = request.httprequest.form.getlist("check_item")
        return {
            **{
                name: form[name]
                for name in (
                    "people_served",
                    "consultations",
                    "pushes",
                    "effect",
                    "experience",
                )
                if name in form
            },
            "check_item_ids": [int(key) for key in ticked if key.isdecimal()],
        }

    def _save_photos(self, activity):
        form = request.httprequest.form
        activity.action_arrange_photos(
            remove=[int(key) for key in form.getlist("remove") if key.isdecimal()],
            shown=[int(key) for key in form.getlist("shown") if key.isdecimal()],
        )
        photos = read_photos("photos", MAX_PHOTOS)
        if photos:
            activity.action_save_closing(
                {"photos": [{"image": photo} for photo in photos]}
            )

    @http.route(
        f"{LEAD}/<int:activity_id>/feedback",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_feedback_code(self, activity_id, **_form):
        """Make the satisfaction code, which the closing page shows from then on."""
        activity = self._find_led_sudo(activity_id).sudo(False)
        if activity:
            self._attempt(activity.action_get_feedback_code)
        return request.redirect(f"{LEAD}/{activity_id}/closing#volunteer_feedback")

from odoo import http
from odoo.http import request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..models.results.volunteer_feedback import QUESTIONS
from .private_page import check_hourly, render_private

PAGE = "/volunteer/feedback"
SCOPE = "volunteer-feedback-comment"
COOKIE_DAYS = 90
#: Answers an hour from one address about one code, by this system parameter: patients
#: in one hall share the hospital's address.
PARAMETER, LIMIT = "volunteer_base.feedback_hourly_limit", 120


class VolunteerFeedbackPage(http.Controller):
    """Three taps for those who were served; nothing about them is kept."""

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def feedback(self, token, **query):
        """Ask the first question that has no answer yet."""
        code = request.env["volunteer.feedback.code"]._find_sudo(token)
        if not code:
            return render_private("volunteer_base.feedback_gone", {}, status=404)
        answers = self._read(query)
        open_ = [name for name in QUESTIONS if name not in answers]
        return render_private(
            "volunteer_base.feedback_page",
            {
                "code": code,
                "closed": code._get_closed_reason(),
                "told": self._has_told(code),
                "answers": answers,
                "question": (open_ or QUESTIONS[-1:])[0],
                "step": min(len(answers) + 1, len(QUESTIONS)),
                "steps": len(QUESTIONS),
            },
        )

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def feedback_send(self, token, **form):
        """Keep the three answers: the third tap sends them."""
        code = request.env["volunteer.feedback.code"]._find_sudo(token)
        answers = self._read(form)
        url = f"{PAGE}/{token}"
        if not code or len(answers) < len(QUESTIONS):
            return request.redirect(url, code=303)
        if code._get_closed_reason() or self._has_told(code):
            return request.redirect(url, code=303)
        if not check_hourly("feedback", PARAMETER, LIMIT, about=str(code.id)):
            return render_private("volunteer_base.feedback_flood", {}, status=429)
        feedback = request.env["volunteer.feedback"]._receive_sudo(code, answers)
        key = hash_sign(request.env(su=True), SCOPE, feedback.id, expiration_hours=1)
        response = request.redirect(f"{url}/thanks?key={key}", code=303)
        response.set_cookie(
            self._cookie(code),
            self._today(code),
            max_age=COOKIE_DAYS * 86400,
            httponly=True,
            samesite="Lax",
        )
        return response

    @http.route(
        f"{PAGE}/<string:token>/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def feedback_thanks(self, token, key="", comment="", **_form):
        """Thank, and take a comment from who likes to leave one."""
        code = request.env["volunteer.feedback.code"]._find_sudo(token)
        if not code:
            return render_private("volunteer_base.feedback_gone", {}, status=404)
        sent = request.httprequest.method == "POST"
        feedback = self._find_by_key(code, key)
        if sent and feedback:
            feedback._comment_sudo(comment)
        return render_private(
            "volunteer_base.feedback_thanks",
            {
                "code": code,
                "key": key,
                "ask": bool(feedback) and feedback.comment_state == "none",
                "sent": sent,
            },
        )

    # ------------------------------------------------------------------

    def _read(self, form):
        """Return the answers that are numbers from 1 to 5."""
        return {
            name: int(form[name])
            for name in QUESTIONS
            if form.get(name) in ("1", "2", "3", "4", "5")
        }

    def _find_by_key(self, code, key):
        try:
            feedback_id = verify_hash_signed(request.env(su=True), SCOPE, key)
        # Anything may come as a key; decoding it raises all sorts of errors.
        except Exception:
            feedback_id = None
        return (
            request.env["volunteer.feedback"]
            .sudo()
            .search([("id", "=", feedback_id or 0), ("code_id", "=", code.id)])
        )

    def _cookie(self, code):
        return f"volunteer_feedback_{code.id}"

    def _today(self, code):
        return str(code.company_id._get_volunteer_today())

    def _has_told(self, code):
        """Return whether this device answered: once an activity, else once a day."""
        told = request.cookies.get(self._cookie(code))
        return bool(told) and (bool(code.activity_id) or told == self._today(code))

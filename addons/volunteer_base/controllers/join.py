import time

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..models.privacy.volunteer_document import AUDIENCES
from ..tools.token import new_token
from .join_page import HONEYPOT, MAX_REQUEST, JoinPage
from .private_page import check_hourly, render_private

JOIN = "/volunteer/join"
THANKS = "/volunteer/join/thanks"
#: A form is good for half a day; nobody fills it in within three seconds.
FORM_HOURS, FASTEST_SECONDS = 12, 3
FORM_SCOPE = "volunteer-join-form"
#: Forms an hour from one address, by this system parameter: a school class behind one
#: address sends many.
HOURLY_PARAMETER, HOURLY_LIMIT = "volunteer_base.join_hourly_limit", 120


class VolunteerJoin(JoinPage, http.Controller):
    """Pages for people who are not on record yet; rules are the models'."""

    # ------------------------------------------------------------------
    # Notices
    # ------------------------------------------------------------------

    @http.route(
        "/volunteer/recruitment/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def recruitment(self, token, **_query):
        """Show a recruitment notice to whoever has its link."""
        notice = request.env["volunteer.recruitment"]._find_sudo(token)
        if not notice:
            return self._render_gone()
        values = {"notice": notice, "open": notice._is_open() and self._is_ready()}
        return render_private("volunteer_base.recruitment_page", values)

    # ------------------------------------------------------------------
    # Applying
    # ------------------------------------------------------------------

    @http.route(
        JOIN,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def join(self, **query):
        """Ask for unit and kind, then show the form."""
        place = self._find_place(query)
        if place is None:
            return self._render_gone()
        if not self._is_ready() or not place["units"]:
            return render_private("volunteer_base.join_closed", place)
        kind = query.get("kind")
        if not place["company"] or kind not in AUDIENCES:
            return render_private("volunteer_base.join_start", self._add_choices(place))
        return self._render_form(place, {"kind": kind})

    @http.route(
        JOIN,
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=MAX_REQUEST,
        sitemap=False,
    )
    def join_send(self, **form):
        """Take an application in; what is wrong comes back with the form."""
        if form.get(HONEYPOT):
            return request.redirect(THANKS, code=303)
        if not check_hourly("join", HOURLY_PARAMETER, HOURLY_LIMIT):
            return self._render_flood()
        place = self._find_place(form)
        if place is None:
            return self._render_gone()
        if not self._is_ready() or not place["company"]:
            return render_private("volunteer_base.join_closed", place)
        values, errors, more = self._read(form)
        documents = self._get_texts(place["company"], values["minor"], values["kind"])
        self._check_ticks(form, documents, values["minor"], errors)
        message = self._check_form_token(form)
        People = request.env["volunteer.volunteer"]
        if not People._check_file_budget_sudo(place["company"], more):
            errors.setdefault("files", "full")
        if errors or message:
            return self._render_form(place, form, errors, message, values["minor"])
        if not self._use_form_token(form):
            return request.redirect(THANKS, code=303)
        if not People._check_day_budget_sudo(place["company"]):
            return self._render_flood()
        try:
            with request.env.cr.savepoint():
                applied = People._apply_sudo(
                    place["company"],
                    values,
                    notice=place["notice"],
                    documents=documents,
                    **more,
                )
        except UserError as error:
            message = str(error)
            return self._render_form(place, form, errors, message, values["minor"])
        if applied is None:
            return render_private("volunteer_base.join_closed", place)
        # The same answer for people on record and for new ones.
        return request.redirect(THANKS, code=303)

    @http.route(
        THANKS,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def join_thanks(self, **_query):
        """Confirm; the page says nothing about anybody."""
        return render_private("volunteer_base.join_thanks", {})

    # ------------------------------------------------------------------
    # Answering a question of the office
    # ------------------------------------------------------------------

    @http.route(
        "/volunteer/join/application/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def application(self, token, **_query):
        """Show the question and a form in which every field may stay empty."""
        volunteer = request.env["volunteer.volunteer"]._find_application_sudo(token)
        if not volunteer:
            return self._render_gone()
        return self._render_answer(volunteer, token, {})

    @http.route(
        "/volunteer/join/application/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=MAX_REQUEST,
        sitemap=False,
    )
    def application_send(self, token, **form):
        """Take the answer; the link is used up."""
        if form.get(HONEYPOT):
            return request.redirect(THANKS, code=303)
        if not check_hourly("answer", HOURLY_PARAMETER, HOURLY_LIMIT):
            return self._render_flood()
        volunteer = request.env["volunteer.volunteer"]._find_application_sudo(token)
        if not volunteer:
            return self._render_gone()
        self._use_days_of(volunteer.company_id)
        volunteer = volunteer.with_env(request.env(su=True))
        values, errors, more = self._read(form, partial=True)
        if not values["note"]:
            errors["note"] = "missing"
        if not volunteer._check_file_budget_sudo(volunteer.company_id, more):
            errors.setdefault("files", "full")
        message = self._check_form_token(form)
        try:
            volunteer._check_amendment_sudo(values, errors)
            if errors or message:
                return self._render_answer(volunteer, token, form, errors, message)
            with request.env.cr.savepoint():
                volunteer._amend_application_sudo(values, **more)
                volunteer._answer_sudo(values["note"])
        except UserError as error:
            return self._render_answer(volunteer, token, form, errors, str(error))
        return request.redirect(THANKS, code=303)

    # ------------------------------------------------------------------
    # Keeping floods and programs out
    # ------------------------------------------------------------------

    def _new_form_token(self):
        return hash_sign(
            request.env(su=True),
            FORM_SCOPE,
            # By chance, too: two people who open the page at once get two tokens.
            [int(time.time()), new_token()],
            expiration_hours=FORM_HOURS,
        )

    def _check_form_token(self, form):
        """Return a sentence where the form is too old, or was filled in too fast."""
        try:
            sent = verify_hash_signed(
                request.env(su=True), FORM_SCOPE, form.get("form_token") or ""
            )
        # Anything may come as a token; decoding it raises all sorts of errors.
        except Exception:
            sent = None
        if not sent:
            return request.env._(
                "This page was open for too long. Please look at your data once more "
                "and send it again."
            )
        if time.time() - sent[0] < FASTEST_SECONDS:
            return request.env._(
                "That was very fast. Please look at your data once more and send it "
                "again."
            )
        return None

    def _use_form_token(self, form):
        """Return whether this form is sent for the first time; it is good for one."""
        Throttle = request.env["volunteer.throttle"].sudo()
        token = form.get("form_token")
        Throttle._take_turn_sudo("join-form-turn", [token])
        return Throttle._check_throttle_sudo("join-form", token, 1, FORM_HOURS * 3600)

    def _check_ticks(self, form, documents, minor, errors):
        needed = ["consent", "risk", *(["guardian"] if minor else [])]
        for kind in needed:
            if not form.get(f"accept_{kind}"):
                errors[f"accept_{kind}"] = "missing"

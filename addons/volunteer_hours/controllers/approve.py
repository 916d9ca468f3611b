from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import render_private

PAGE = "/volunteer/approve"
#: Links that lead nowhere, from one address in an hour.
MISSES = 30


class VolunteerApprovePage(http.Controller):
    """Approving by the link of an e-mail: it shows first, and acts on a button."""

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def approve(self, token, **_query):
        """Show the lines; whoever only looks, a mail scanner too, changes nothing."""
        link, refusal = self._find(token)
        return refusal or self._render_link(link, token)

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def approve_send(self, token, **_form):
        """Approve the ticked lines as the user the e-mail went to."""
        link, refusal = self._find(token)
        if refusal:
            return refusal
        chosen = request.httprequest.form.getlist("line")
        # Longer ones are no ids, and Python refuses to read them.
        line_ids = {int(text) for text in chosen if text.isdecimal() and len(text) < 12}
        return self._act(link, token, lambda: link._approve_sudo(line_ids))

    @http.route(
        f"{PAGE}/<string:token>/undo",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def approve_undo(self, token, **_form):
        """Take back what was approved a moment ago."""
        link, refusal = self._find(token)
        return refusal or self._act(link, token, link._undo_sudo)

    # ------------------------------------------------------------------

    def _find(self, token):
        """Return a link and nothing, or nothing and what to answer."""
        Throttle = request.env["volunteer.throttle"].sudo()
        address = Throttle._get_address_key(request.httprequest.remote_addr)
        limit = ("approve-miss", address, MISSES, 3600)
        if Throttle._is_throttled_sudo(*limit):
            return None, self._render("volunteer_hours.approve_flood", {}, status=429)
        link = request.env["volunteer.approval.link"]._find_sudo(token)
        if link:
            request.update_context(lang=link.user_id.lang)
            return link.with_env(request.env(su=True)), None
        Throttle._check_throttle_sudo(*limit)
        return None, self._render("volunteer_hours.approve_over", {}, status=404)

    def _act(self, link, token, deed):
        try:
            with request.env.cr.savepoint():
                deed()
        except UserError as error:
            return self._render_link(link, token, str(error))
        return request.redirect(f"{PAGE}/{token}", code=303)

    def _render_link(self, link, token, problem=None):
        values = {"problem": problem, "url": f"{PAGE}/{token}", "user": link.user_id}
        if link._is_open():
            values["rows"] = link._prepare_page_rows_sudo()
            return self._render("volunteer_hours.approve_page", values)
        if link.used_on and link._is_user_able():
            values.update(
                count=len(link.approved_ids),
                can_undo=link._can_undo(),
                undone=bool(link.undone_on),
            )
            return self._render("volunteer_hours.approve_done", values)
        return self._render("volunteer_hours.approve_over", values, status=410)

    def _render(self, template, values, status=200):
        return render_private(template, {"problem": None, **values}, status)

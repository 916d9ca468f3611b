from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .portal import VolunteerPortal

MESSAGES = "/my/volunteer/messages"
MESSAGES_A_PAGE = 20


class VolunteerMessagesPortal(VolunteerPortal):
    """What the hospital has written to me."""

    # Not read-only: opening the page is how messages are read.
    @http.route(
        [MESSAGES, f"{MESSAGES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_volunteer_messages(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Message = request.env["volunteer.message"]
        domain = [("volunteer_id", "=", volunteer.id)]
        page_data = pager(
            url=MESSAGES,
            total=Message.search_count(domain),
            page=page,
            step=MESSAGES_A_PAGE,
        )
        messages = Message.search(
            domain, limit=MESSAGES_A_PAGE, offset=page_data["offset"]
        )
        new = messages.filtered(lambda message: not message.date_read)
        messages.action_read()
        return self._render(
            "volunteer_base.portal_messages",
            {
                "page_name": "volunteer_messages",
                "volunteer": volunteer,
                "messages": messages,
                "new": new,
                "tz": volunteer.company_id.volunteer_tz,
                "pager": page_data,
            },
        )

    def _prepare_volunteer_home(self, volunteer):
        Message = request.env["volunteer.message"]
        values = super()._prepare_volunteer_home(volunteer)
        unread = Message.search_fetch(
            Message._domain_unread(volunteer), ["title", "urgent"]
        )
        return {**values, "unread_count": len(unread), "unread": unread[:1]}

from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .portal import ACTIVITIES, VolunteerPortal

ACTIVITIES_A_PAGE = 20


class VolunteerActivitiesPortal(VolunteerPortal):
    """The page on which volunteers find something to sign up for."""

    @http.route(
        [ACTIVITIES, f"{ACTIVITIES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_activities(self, page=1, **query):
        self._keep_answers()
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Activity = request.env["volunteer.activity"]
        found = Activity._clean_find_query(query)
        domain = Activity._domain_found(volunteer, found)
        # One query for the page and the number of pages.
        fitting = Activity.search(domain, order="start, id")
        if "open" in found:
            # What is open to one person is not known to the database.
            fitting = fitting._filter_open_to(volunteer)
        fitting = fitting.ids
        total = len(fitting)
        page_data = pager(
            url=ACTIVITIES,
            url_args=found,
            total=total,
            page=page,
            step=ACTIVITIES_A_PAGE,
        )
        offset = page_data["offset"]
        # Only these are read, not all that were looked through.
        activities = Activity.browse(fitting[offset:][:ACTIVITIES_A_PAGE])
        return self._render(
            "volunteer_base.portal_activities",
            {
                "page_name": "volunteer_activities",
                "volunteer": volunteer,
                "cards": self._prepare_activity_cards(activities, volunteer),
                "found": found,
                "found_count": total,
                "spans": self._prepare_spans(found),
                "options": Activity._get_find_options(volunteer),
                "venues": Activity._fields["venue"]._description_selection(request.env),
                "pager": page_data,
            },
        )

    def _prepare_spans(self, found):
        """Return ``[(label, address, whether it is chosen)]`` of the days to choose."""
        labels = {
            "": request.env._("All"),
            "soon": request.env._("Within 24 hours"),
            "today": request.env._("Today"),
            "tomorrow": request.env._("Tomorrow"),
            "week": request.env._("This week"),
            "weekend": request.env._("Weekend"),
            "month": request.env._("This month"),
        }
        others = {key: value for key, value in found.items() if key != "when"}
        spans = []
        for name, label in labels.items():
            query = urlencode({**others, "when": name} if name else others)
            address = f"{ACTIVITIES}?{query}" if query else ACTIVITIES
            spans.append((label, address, found.get("when", "") == name))
        return spans

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from ..tools.points import format_points
from .portal import VolunteerHoursPortal

POINTS = "/my/volunteer/points"
ENTRIES_A_PAGE = 20


class VolunteerPointsPortal(VolunteerHoursPortal):
    """The volunteer's own points: what there is, and what made it."""

    def _prepare_volunteer_home(self, volunteer):
        account = self._get_point_account_sudo(volunteer)
        return {
            **super()._prepare_volunteer_home(volunteer),
            "points_balance": format_points(account.balance),
        }

    @http.route(
        [POINTS, f"{POINTS}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_points(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_hours.portal_points", self._prepare_points(volunteer, page)
        )

    def _get_point_account_sudo(self, volunteer):
        """Return the account, which opens with the first points: until then, none."""
        return (
            request.env["volunteer.point.account"]
            .sudo()
            .search([("volunteer_id", "=", volunteer.id)])
        )

    def _prepare_points(self, volunteer, page):
        """Return what the page shows; the number of queries does not grow with it."""
        Entry = request.env["volunteer.point.entry"]
        domain = Domain("volunteer_id", "in", volunteer._with_merged_sudo().ids)
        page_data = pager(
            url=POINTS,
            total=Entry.search_count(domain),
            page=page,
            step=ENTRIES_A_PAGE,
        )
        entries = Entry.search(domain, limit=ENTRIES_A_PAGE, offset=page_data["offset"])
        kinds = dict(Entry._fields["kind"]._description_selection(request.env))
        account = self._get_point_account_sudo(volunteer)
        expiring, last_day = account._get_expiring_sudo() if account else (0, False)
        return {
            "page_name": "volunteer_points",
            "volunteer": volunteer,
            "balance": format_points(account.balance),
            "debt": format_points(-account.balance) if account.balance < 0 else "",
            "expiring": format_points(expiring) if expiring else "",
            "last_day": fields.Date.to_string(last_day),
            "rows": [
                {
                    "date": fields.Date.to_string(entry.date),
                    "kind": kinds[entry.kind],
                    "about": entry.about if entry.about != kinds[entry.kind] else "",
                    "points": format_points(entry.hundredths),
                    "taken": entry.hundredths < 0,
                }
                for entry in entries
            ],
            "pager": page_data,
        }

import base64

from odoo import http

from .portal import VolunteerHoursPortal

STARS = "/my/volunteer/stars"


class VolunteerStarPortal(VolunteerHoursPortal):
    """The volunteer's own stars: what was granted, and what the hours reach."""

    def _prepare_volunteer_home(self, volunteer):
        return {
            **super()._prepare_volunteer_home(volunteer),
            "star_title": volunteer.star_title,
            "star_granted": volunteer.star_granted,
        }

    @http.route(
        STARS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_stars(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        steps = volunteer._get_star_steps_sudo()
        coming = next(
            (step for step in steps if step["level"] > volunteer.star_level), None
        )
        medal = volunteer.star_medal
        return self._render(
            "volunteer_hours.portal_stars",
            {
                "page_name": "volunteer_stars",
                "volunteer": volunteer,
                "steps": steps,
                "coming": coming,
                "hours": self._format_hours(volunteer.star_hours),
                "missing": self._format_hours(volunteer.star_missing),
                "share": self._get_share(volunteer.star_hours, coming),
                "medal": medal and self._get_data_url(medal),
            },
        )

    @staticmethod
    def _get_share(hours, coming):
        """Return how far somebody has come to the next star, 0 to 100."""
        if not coming:
            return 100
        return max(0, min(100, int(100 * hours / coming["hours"])))

    @staticmethod
    def _get_data_url(drawing):
        # Drawn by ourselves: no upload ever stands in a page as an SVG.
        text = base64.b64encode(base64.b64decode(drawing)).decode()
        return f"data:image/svg+xml;base64,{text}"

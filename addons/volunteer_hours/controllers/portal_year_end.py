from odoo.addons.volunteer_base.controllers.portal import VolunteerPortal

#: Pages of volunteers on which hours are entered or counted.
PAGES = ("volunteer", "volunteer_hours", "volunteer_claim")


class VolunteerYearEndPortal(VolunteerPortal):
    """Until when a year takes claims, said where one would claim."""

    def _render(self, template, values):
        if values.get("page_name") in PAGES:
            volunteer = values.get("volunteer") or self._get_volunteer_sudo()
            values["claims_banner"] = (
                volunteer and volunteer.company_id._get_claims_banner_sudo()
            )
        return super()._render(template, values)

from odoo.http import request

from .portal import VolunteerHoursPortal


class VolunteerTargetPortal(VolunteerHoursPortal):
    """The bar of the year on a volunteer's home page."""

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        progress = request.env["volunteer.target"]._get_year_progress_sudo(volunteer)
        return {**values, "year_progress": progress}

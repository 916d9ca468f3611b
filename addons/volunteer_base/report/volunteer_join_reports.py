from odoo import api, models
from odoo.tools.urls import urljoin


class VolunteerAccessSlip(models.AbstractModel):
    """Prints links that set a password; each printing is on record."""

    _name = "report.volunteer_base.access_slip"
    _description = "Access Slip of a Volunteer"

    @api.model
    def _get_report_values(self, docids, data=None):
        volunteers = self.env["volunteer.volunteer"].browse(docids)
        volunteers._check_officer()
        volunteers._check_access_printable()
        volunteers.sudo()._create_portal_account_sudo()
        slips = [self._prepare_slip(volunteer) for volunteer in volunteers]
        volunteers._log_disclosure_sudo("access")
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.volunteer",
            "docs": volunteers,
            "slips": slips,
        }

    def _prepare_slip(self, volunteer):
        user = volunteer.sudo().user_id
        if user.login_date:
            expiry = self.env._("The code works once and is good for 24 hours.")
        else:
            expiry = self.env._("The code works once and is good for 14 days.")
        return {
            "unit": volunteer.company_id.name,
            "name": volunteer.name,
            "code": volunteer.code,
            "login": user.login,
            "page": urljoin(volunteer.get_base_url(), "/my/volunteer"),
            "url": volunteer._get_access_url_sudo(),
            "expiry": expiry,
        }


class VolunteerQuestionSlip(models.AbstractModel):
    """Prints the link on which an applicant answers; for the office only."""

    _name = "report.volunteer_base.question_slip"
    _description = "Question to an Applicant on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        volunteers = self.env["volunteer.volunteer"].browse(docids)
        volunteers._check_officer()
        volunteers._check_asked()
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.volunteer",
            "docs": volunteers,
        }

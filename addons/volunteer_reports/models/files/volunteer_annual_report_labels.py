from odoo import api, models


class VolunteerAnnualReport(models.Model):
    """The words of the figures."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.annual.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_annual_labels(self):
        """Return ``{key: words}`` of the figures, in the reader's language."""
        _ = self.env._
        months = self.env["volunteer.monthly.report"]._get_monthly_labels()
        return {
            **months,
            "lines": _("Services recorded"),
            "people": _("People with recorded hours"),
            "hours": _("Hours recorded"),
            "hours_proven": _("Presence proven"),
            "hours_claimed": _("Claimed"),
            "hours_outside": _("Organised by another body"),
            "late": _("Recorded later than ten working days after"),
            "pending": _("Services not recorded yet"),
            "hours_pending": _("Hours not recorded yet"),
            "corrected": _("Services whose hours were corrected when approved"),
            "refused": _("Services refused"),
            "reversals": _("Recorded services reversed"),
            "hours_reversed": _("Hours reversed"),
            "objections": _("Objections during public notice"),
            "objections_upheld": _("of them upheld"),
            "error_reports": _("Reports of errors in recorded hours"),
            "error_reports_upheld": _("of them upheld"),
            "objections_open": _("Objections and reports not answered yet"),
            "certificates_service": _("Certificates of voluntary service issued"),
            "certificates_practice": _("Certificates of social practice issued"),
            "certificates_revoked": _("Certificates revoked"),
            "inspections": _("Inspections with a published result"),
            "inspected": _("Recorded services spot-checked"),
            "inspected_wrong": _("of them not correct"),
            "rectifications": _("Findings to be put right"),
            "rectifications_open": _("of them not settled"),
            "entered": _("Services entered in the public system"),
            "not_entered": _("Services not entered there yet"),
            "stars": _("Stars granted"),
            "honours": _("Honours granted"),
        }

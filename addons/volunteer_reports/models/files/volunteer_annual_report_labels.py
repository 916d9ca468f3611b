from odoo import api, models


class VolunteerAnnualReport(models.Model):
    """The words of the figures."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.annual.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_annual_labels(self):
        """Return ``{key: words}`` of the figures, in the reader's language."""
        months = self.env["volunteer.monthly.report"]._get_monthly_labels()
        return {
            **months,
            "lines": self.env._("Services recorded"),
            "people": self.env._("People with recorded hours"),
            "hours": self.env._("Hours recorded"),
            "hours_proven": self.env._("Presence proven"),
            "hours_claimed": self.env._("Claimed"),
            "hours_outside": self.env._("Organised by another body"),
            "late": self.env._("Recorded later than ten working days after"),
            "pending": self.env._("Services not recorded yet"),
            "hours_pending": self.env._("Hours not recorded yet"),
            "corrected": self.env._(
                "Services whose hours were corrected when approved"
            ),
            "refused": self.env._("Services refused"),
            "reversals": self.env._("Recorded services reversed"),
            "hours_reversed": self.env._("Hours reversed"),
            "objections": self.env._("Objections during public notice"),
            "objections_upheld": self.env._("of them upheld"),
            "error_reports": self.env._("Reports of errors in recorded hours"),
            "error_reports_upheld": self.env._("of them upheld"),
            "objections_open": self.env._("Objections and reports not answered yet"),
            "certificates_service": self.env._(
                "Certificates of voluntary service issued"
            ),
            "certificates_practice": self.env._(
                "Certificates of social practice issued"
            ),
            "certificates_revoked": self.env._("Certificates revoked"),
            "inspections": self.env._("Inspections with a published result"),
            "inspected": self.env._("Recorded services spot-checked"),
            "inspected_wrong": self.env._("of them not correct"),
            "rectifications": self.env._("Findings to be put right"),
            "rectifications_open": self.env._("of them not settled"),
            "entered": self.env._("Services entered in the public system"),
            "not_entered": self.env._("Services not entered there yet"),
            "stars": self.env._("Stars granted"),
            "honours": self.env._("Honours granted"),
        }

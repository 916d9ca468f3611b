from odoo import api, models


class VolunteerScorecardReport(models.AbstractModel):
    """Scorecards on paper, with their picture."""

    _name = "report.volunteer_reports.scorecard_document"
    _description = "Scorecard on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_paper_lang()
        cards = self.env["volunteer.scorecard"].with_context(lang=lang).browse(docids)
        cards.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.scorecard",
            "docs": cards,
            "paper_lang": lang,
        }

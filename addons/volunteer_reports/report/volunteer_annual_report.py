from odoo import api, models

from ..tools.flow import Piece, lay_out, wrap_text
from .volunteer_activity_file_report import INDENT, LINE_WIDTH
from .volunteer_file_report import HEIGHT, TAIL, WIDTH

#: mm of the first page below a title of two lines.
TITLE_ROOM = 40


class VolunteerAnnualReportPaper(models.AbstractModel):
    """An annual report on paper: its texts, then its figures."""

    _name = "report.volunteer_reports.annual_report"
    _description = "Annual Report on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["volunteer.annual.report"].browse(docids)
        reports.check_access("read")
        lang = self.env["ir.actions.report"]._get_paper_lang()
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.annual.report",
            "docs": reports,
            "paper_lang": lang,
            "papers": [
                self.with_context(lang=lang)._prepare_paper(
                    report.with_context(lang=lang)
                )
                for report in reports
            ],
        }

    def _prepare_paper(self, report):
        company = report.company_id.sudo()
        pieces = [
            Piece(
                "text",
                section.title,
                rows=wrap_text(section.body or "", LINE_WIDTH, INDENT) or ["—"],
            )
            for section in report.section_ids
        ]
        pieces.append(
            Piece(
                "table",
                self.env._("Figures"),
                report._get_heads(),
                (49, 17, 17, 17),
                [
                    (f"{INDENT[:1] * is_part}{label}", *cells)
                    for label, is_part, cells in report._get_figure_rows()
                ],
                right=(1, 2, 3),
            )
        )
        return {
            "title": report.title,
            "subtitle": self.env._("Draft, not confirmed")
            if report.state == "draft"
            else "",
            "pages": lay_out(
                pieces, width=WIDTH, height=HEIGHT, first=TITLE_ROOM, tail=TAIL
            ),
            "sign": [
                self.env._("Unit (seal): %(unit)s", unit=company.name),
                self.env._(
                    "Person in charge: %(name)s",
                    name=company.volunteer_executive_id.name or "            ",
                ),
                self.env._("Date:            "),
            ],
        }

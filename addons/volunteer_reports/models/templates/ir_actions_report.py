from odoo import models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """Our papers in the dress that a hospital has given them."""

    # One matter a file keeps the files short.
    _inherit = "ir.actions.report"  # pylint: disable=consider-merging-classes-inherited

    def _render_qweb_html(self, report_ref, docids, data=None):
        report = self._get_report(report_ref)
        Template = self.env["volunteer.paper.template"]
        template = Template._find_for_sudo(report, docids)
        if not template:
            return super()._render_qweb_html(report_ref, docids, data=data)
        if template.own_report_id == report:
            unit = Template._get_company_of_sudo(report, docids)
            if unit != template.company_id:
                raise UserError(
                    self.env._(
                        "“%(paper)s” is a paper of %(unit)s and prints what is of that "
                        "unit alone.",
                        paper=template.name,
                        unit=template.company_id.name,
                    )
                )
        printed = (data or {}).get("report_type") == "pdf"
        base = template._get_base_sudo()
        html, kind = super()._render_qweb_html(base, docids, data=data)
        return template._dress_sudo(html, printed), kind

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        template = self.env["volunteer.paper.template"]._find_for_sudo(report, res_ids)
        if template:
            paper = template._get_paper_format_sudo()
            self = self.with_context(volunteer_paper_format=paper)
            # A record would bring its own context along.
            report_ref = report.id
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    def get_paperformat(self):
        paper = self.env.context.get("volunteer_paper_format")
        # A record: what comes with a request is none.
        if isinstance(paper, models.BaseModel):
            return paper.sudo()
        return super().get_paperformat()

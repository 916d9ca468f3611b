from odoo import models

CERTIFICATE = "volunteer_reports.certificate"


class IrActionsReport(models.Model):
    """Certificates leave a digest behind when they are printed."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        content, kind = super()._render_qweb_pdf(report_ref, res_ids, data=data)
        if kind == "pdf" and res_ids:
            report = self._get_report(report_ref)
            if report._get_paper_name() == CERTIFICATE:
                ids = [res_ids] if isinstance(res_ids, int) else res_ids
                self.env["volunteer.certificate.print"]._register_sudo(ids, content)
        return content, kind

    def _get_paper_name(self):
        """Return the name of the paper that a report prints."""
        self.ensure_one()
        return self.report_name

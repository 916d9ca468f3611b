from odoo import models


class IrActionsReport(models.Model):
    """Certificates leave a digest behind when they are printed."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        content, kind = super()._render_qweb_pdf(report_ref, res_ids, data=data)
        if kind == "pdf" and res_ids:
            if self._get_report(report_ref).model == "volunteer.certificate":
                ids = [res_ids] if isinstance(res_ids, int) else res_ids
                self.env["volunteer.certificate.print"]._register_sudo(ids, content)
        return content, kind

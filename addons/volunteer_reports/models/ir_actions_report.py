from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_layout(self):
        """Print our papers on a sheet that brings its own style.

        Odoo's layout makes wkhtmltopdf fetch style sheets from the server's public
        address, which a hospital's network often hides from the server itself.
        """
        if len(self) == 1 and self.report_name.startswith("volunteer_reports."):
            return self.env.ref("volunteer_reports.paper_sheet")
        return super()._get_layout()

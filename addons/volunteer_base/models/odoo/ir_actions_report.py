import base64

from markupsafe import Markup

from odoo import api, models
from odoo.tools import file_open

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...tools.qr import draw_qr
from ...tools.style_sheet import scale_lengths

STYLE = "volunteer_base/static/src/css/paper.css"
#: Reports of our addons.
OUR_REPORTS = (
    "volunteer_base.",
    "volunteer_hours.",
    "volunteer_reports.",
    "volunteer_survey.",
)
#: wkhtmltopdf without patched Qt draws a CSS inch of 96 pixels at 72 to the inch, and
#: has no option against it.
UNPATCHED_ZOOM = 96 / 72


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_layout(self):
        """Print our papers on a sheet that brings its own style.

        Odoo's layout makes wkhtmltopdf fetch style sheets from the server's public
        address, which a hospital's network often hides from the server itself.
        """
        if len(self) == 1 and self.report_name.startswith(OUR_REPORTS):
            return self.env.ref("volunteer_base.paper_sheet")
        return super()._get_layout()

    @api.model
    def _get_paper_qr(self, text):
        """Return a QR code as a data URI, so that wkhtmltopdf fetches nothing."""
        return f"data:image/png;base64,{base64.b64encode(draw_qr(text)).decode()}"

    @api.model
    def _get_paper_lang(self):
        """Return the language of a paper: Chinese, where it is installed.

        Our papers are Chinese forms, whatever language their reader uses.
        """
        return self.env["res.lang"]._get_code("zh_CN") or self.env.lang or "en_US"

    @api.model
    def _get_paper_style(self, printed=True):
        """Return the style sheet of our papers, a CSS millimetre one of paper."""
        zoom = UNPATCHED_ZOOM if printed and not _wkhtml().is_patched_qt else 1
        with file_open(STYLE) as file:
            return Markup(scale_lengths(file.read(), zoom))

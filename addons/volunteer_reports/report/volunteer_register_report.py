from odoo import api, models
from odoo.tools.misc import split_every

#: Two rows of three, across.
PHOTOS_A_PAGE = 6


class VolunteerRegisterReport(models.AbstractModel):
    """Any register on paper: ``data`` names its model and record."""

    _name = "report.volunteer_reports.register_document"
    _description = "Register on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        # A register is a Chinese form, whatever language its reader uses.
        lang = self.env["ir.actions.report"]._get_paper_lang()
        self = self.with_context(lang=lang)
        data = data or {}
        if docids:
            found = [(self._get_register_model(docids), one) for one in docids]
        else:
            found = [(data.get("register_model"), int(data.get("register_id") or 0))]
        mixin = self.env["volunteer.register.mixin"]
        registers = [mixin._find_register(model, one) for model, one in found]
        return {
            "docs": registers[0].browse([one.id for one in registers]),
            "paper_lang": lang,
            "registers": [
                {
                    "tables": register._get_register_paper(),
                    "photo_pages": [
                        list(page)
                        for page in split_every(
                            PHOTOS_A_PAGE, register._get_register_photos()
                        )
                    ],
                }
                for register in registers
            ],
        }

    @api.model
    def _get_register_model(self, docids):
        """Return the model of what a Print menu names; reports of their own say it."""
        return ""


class VolunteerRegisterReportPortrait(models.AbstractModel):
    """The same, upright."""

    _name = "report.volunteer_reports.register_document_portrait"
    _inherit = "report.volunteer_reports.register_document"
    _description = "Register on Paper, Upright"

from odoo import api, models


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Return what stands in the menus of a model, without other units' papers."""
        result = super().get_bindings(model_name)
        if result.get("report"):
            ids = [action["id"] for action in result["report"]]
            foreign = self.env["volunteer.paper.template"].sudo()
            foreign = foreign.search(
                [
                    ("own_report_id", "in", ids),
                    ("company_id", "not in", self.env.companies.ids),
                ]
            ).own_report_id.ids
            result["report"] = [
                action for action in result["report"] if action["id"] not in foreign
            ]
        return result

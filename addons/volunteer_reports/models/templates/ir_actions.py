from odoo import api, models, tools


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Return what stands in the menus of a model, without other units' papers."""
        result = super().get_bindings(model_name)
        reports = result.get("report")
        units = reports and self._get_own_paper_units_sudo()
        if units:
            own = {False, *self.env.companies.ids}
            shown = [one for one in reports if units.get(one["id"], False) in own]
            result["report"] = shown
        return result

    @api.model
    @tools.ormcache()
    def _get_own_paper_units_sudo(self):
        """Return ``{report id: unit's id}`` of hospitals' own papers.

        Kept, as menus are asked for with every view of every model.
        """
        templates = self.env["volunteer.paper.template"].sudo()
        templates = templates.with_context(active_test=False).search(
            [("own_report_id", "!=", False)]
        )
        return {one.own_report_id.id: one.company_id.id for one in templates}

from odoo import api, fields, models


class VolunteerEvaluationSchemePart(models.AbstractModel):
    """What a scheme is made of: with every change the scheme counts a version up."""

    _name = "volunteer.evaluation.scheme.part"
    _description = "Part of an Evaluation Scheme"

    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme", required=True, index=True, ondelete="cascade"
    )

    @api.model_create_multi
    def create(self, vals_list):
        schemes = self.env["volunteer.evaluation.scheme"].browse(
            {vals["scheme_id"] for vals in vals_list if vals.get("scheme_id")}
        )
        before = {scheme: scheme._freeze() for scheme in schemes}
        parts = super().create(vals_list)
        schemes._count_versions_sudo(before)
        return parts

    def write(self, vals):
        schemes = self.scheme_id | self.scheme_id.browse(vals.get("scheme_id"))
        before = {scheme: scheme._freeze() for scheme in schemes}
        result = super().write(vals)
        schemes._count_versions_sudo(before)
        return result

    def unlink(self):
        schemes = self.scheme_id
        before = {scheme: scheme._freeze() for scheme in schemes}
        result = super().unlink()
        schemes._count_versions_sudo(before)
        return result

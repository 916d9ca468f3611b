from odoo import api, fields, models


class VolunteerEvaluationGrade(models.Model):
    """A band of scores with its name."""

    _name = "volunteer.evaluation.grade"
    _description = "Evaluation Grade"
    _order = "scheme_id, minimum desc, id"

    scheme_id = fields.Many2one(
        "volunteer.evaluation.scheme", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, translate=True)
    minimum = fields.Float(
        string="From", digits=(16, 2), required=True, help="Scores from here upwards."
    )

    _once = models.UniqueIndex(
        "(scheme_id, minimum)", "Two grades cannot begin at the same score."
    )

    @api.model_create_multi
    def create(self, vals_list):
        schemes = self.env["volunteer.evaluation.scheme"].browse(
            {vals["scheme_id"] for vals in vals_list if vals.get("scheme_id")}
        )
        before = {scheme: scheme._freeze() for scheme in schemes}
        grades = super().create(vals_list)
        schemes._count_versions_sudo(before)
        return grades

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

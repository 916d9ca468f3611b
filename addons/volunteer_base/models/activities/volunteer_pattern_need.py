from odoo import api, fields, models


class VolunteerPatternNeed(models.Model):
    """Post and seats of a series or of a template."""

    _name = "volunteer.pattern.need"
    _description = "Need of a Series or Template"
    _order = "id"
    _check_company_auto = True

    series_id = fields.Many2one(
        "volunteer.series", index="btree_not_null", ondelete="cascade"
    )
    template_id = fields.Many2one(
        "volunteer.activity.template", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    post_id = fields.Many2one(
        "volunteer.post",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    seats = fields.Integer(required=True, default=1)

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(series_id, template_id) = 1)",
        "A need belongs to one series or one template.",
    )
    _seats_range = models.Constraint(
        "CHECK (seats > 0)", "A need has at least one seat."
    )
    _post_unique = models.UniqueIndex(
        "(series_id, template_id, post_id) NULLS NOT DISTINCT",
        "This post is listed already; change its seats instead.",
    )

    @api.depends("series_id.company_id", "template_id.company_id")
    def _compute_company_id(self):
        for need in self:
            need.company_id = (need.series_id or need.template_id).company_id

    @api.depends("post_id", "seats")
    def _compute_display_name(self):
        for need in self:
            need.display_name = f"{need.post_id.name} × {need.seats}"

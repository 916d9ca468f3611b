from odoo import api, fields, models


class VolunteerCode(models.Model):
    """One value of a national code table; editable, since the tables are revised."""

    _name = "volunteer.code"
    _description = "National Code"
    _order = "code_table, sequence, id"
    _rec_names_search = ["name", "code"]

    code_table = fields.Selection(
        [
            ("political_status", "Political status (GB/T 4762)"),
            ("education", "Education (GB/T 4658)"),
            ("ethnic_group", "Ethnic group (GB/T 3304)"),
        ],
        required=True,
        index=True,
    )
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code_table, code)", "This code is in the table already."
    )

    @api.depends("name", "code")
    @api.depends_context("volunteer_show_code")
    def _compute_display_name(self):
        for value in self:
            value.display_name = (
                f"{value.code} {value.name}"
                if self.env.context.get("volunteer_show_code")
                else value.name
            )

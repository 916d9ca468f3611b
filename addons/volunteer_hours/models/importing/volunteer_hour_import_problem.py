from odoo import fields, models


class VolunteerHourImportProblem(models.Model):
    """A row of a file that is left out: a mistake, or hours that are here already."""

    _name = "volunteer.hour.import.problem"
    _description = "Row Left Out of an Import"
    _order = "import_id, row, id"
    _rec_name = "message"

    import_id = fields.Many2one(
        "volunteer.hour.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    message = fields.Char(string="Why", readonly=True)
    known = fields.Boolean(
        string="Already Here",
        readonly=True,
        help="The same hours are here already; nothing needs to be done.",
    )

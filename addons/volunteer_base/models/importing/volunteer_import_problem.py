from odoo import fields, models


class VolunteerImportProblem(models.Model):
    """One mistake in an uploaded register: where, and what to do about it."""

    _name = "volunteer.import.problem"
    _description = "Mistake in an Imported Register"
    _order = "import_id, row, id"
    _rec_name = "message"

    import_id = fields.Many2one(
        "volunteer.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    message = fields.Char(string="What Is Wrong", readonly=True)
    # Whether somebody is known here already is not the leader's business.
    office_only = fields.Boolean(readonly=True)

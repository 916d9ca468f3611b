from odoo import api, fields, models


class VolunteerImportColumnMixin(models.AbstractModel):
    """A column of an uploaded table, and what whoever uploads says it holds.

    Heirs bring ``import_id`` and their own ``_get_targets``.
    """

    _name = "volunteer.import.column.mixin"
    _description = "Column of an Imported Table"
    _inherit = ["volunteer.guard.mixin"]
    _order = "import_id, place"
    _rec_name = "heading"

    _guarded_fields = ("import_id", "place", "heading", "sample")

    place = fields.Integer(string="Column", required=True, readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(
        string="Example", readonly=True, help="Long numbers are shortened."
    )
    target = fields.Selection(
        selection="_get_targets",
        string="Holds",
        help="Empty: this column is not imported.",
    )

    @api.model
    def _get_targets(self):
        """Return what a column can hold, as ``[(code, label)]``."""
        return []

    def write(self, vals):
        result = super().write(vals)
        if "target" in vals and not self.env.su:
            # Goes through the rights and the state of the import.
            self.import_id.write({"column_ids": []})
        return result

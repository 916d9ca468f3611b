from odoo import fields, models


class VolunteerHandoverMark(models.Model):
    """Up to which ledger number a unit's lines were looked at for a public system."""

    _name = "volunteer.handover.mark"
    _description = "Ledger Looked at for a Public System"
    _rec_name = "ledger_no"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    platform_id = fields.Many2one(
        "volunteer.platform",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    ledger_no = fields.Integer(readonly=True, aggregator=None)

    _unit_unique = models.UniqueIndex("(company_id, platform_id)")

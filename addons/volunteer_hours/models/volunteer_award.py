from odoo import fields, models


class VolunteerAward(models.Model):
    """An honour that a volunteer holds (民政部令第67号, Art. 9)."""

    _name = "volunteer.award"
    _description = "Honour"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Honour", required=True)
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        string="Granted on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    granted_by = fields.Char(
        string="Granted by", required=True, help="The body that grants the honour."
    )
    is_outside = fields.Boolean(
        string="From Outside", help="Granted by another body; a proof belongs to it."
    )
    proof = fields.Binary(attachment=True)
    proof_name = fields.Char(string="File Name of the Proof")
    note = fields.Text()

    _proof_of_outside = models.Constraint(
        "CHECK (is_outside IS NOT TRUE OR proof_name IS NOT NULL)",
        "An honour from outside needs a proof: please attach the certificate.",
    )

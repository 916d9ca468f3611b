from odoo import fields, models

OFFICE = "volunteer_base.group_officer,volunteer_hours.group_hr"


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
    # Leaders see what somebody holds; papers and notes are for office and HR.
    proof = fields.Binary(attachment=True, groups=OFFICE)
    proof_name = fields.Char(string="File Name of the Proof", groups=OFFICE)
    note = fields.Text(groups=OFFICE)

    _proof_of_outside = models.Constraint(
        "CHECK (is_outside IS NOT TRUE OR proof_name IS NOT NULL)",
        "An honour from outside needs a proof: please attach the certificate.",
    )

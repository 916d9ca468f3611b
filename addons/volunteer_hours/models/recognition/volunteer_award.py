from odoo import fields, models

OFFICE = "volunteer_base.group_officer,volunteer_hours.group_hr"


class VolunteerAward(models.Model):
    """A star or an honour that a volunteer, a team or a project was found worthy of.

    What somebody holds is granted; on the way there it is proposed, reviewed and shown
    to the public. Award information: 民政部令第67号, Art. 9.
    """

    _name = "volunteer.award"
    _description = "Honour"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Honour", required=True)
    kind = fields.Selection(
        [("star", "Star"), ("honour", "Honour")],
        required=True,
        default="honour",
        readonly=True,
    )
    # Exactly one of the three holds it.
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", index=True, ondelete="restrict"
    )
    team_id = fields.Many2one("volunteer.team", index=True, ondelete="restrict")
    project_id = fields.Many2one("volunteer.project", index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("reviewed", "Confirmed"),
            ("published", "Shown to the Public"),
            ("granted", "Granted"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="granted",
        readonly=True,
        index=True,
        help="What another body granted is entered as granted.",
    )
    star_level = fields.Integer(readonly=True, help="Of a star: 1 to 5.")
    reached_on = fields.Date(
        readonly=True,
        help="Of a star: the day of the service with which the hours were reached.",
    )
    date = fields.Date(
        string="Granted on",
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

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(volunteer_id, team_id, project_id) = 1)",
        "An honour goes to one volunteer, one team or one project.",
    )
    _proof_of_outside = models.Constraint(
        "CHECK (is_outside IS NOT TRUE OR proof_name IS NOT NULL)",
        "An honour from outside needs a proof: please attach the certificate.",
    )

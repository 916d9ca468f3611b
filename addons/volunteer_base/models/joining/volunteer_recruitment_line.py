from odoo import fields, models


class VolunteerRecruitmentLine(models.Model):
    """A post that a notice looks for, and how many people."""

    _name = "volunteer.recruitment.line"
    _description = "Post of a Recruitment Notice"
    _order = "sequence, id"
    _rec_name = "post_id"
    _check_company_auto = True

    recruitment_id = fields.Many2one(
        "volunteer.recruitment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="recruitment_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    post_id = fields.Many2one(
        "volunteer.post",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    seats = fields.Integer(string="People Wanted", required=True, default=1)

    _seats_positive = models.Constraint(
        "CHECK (seats > 0)", "A notice looks for one person or more."
    )
    _post_once = models.UniqueIndex(
        "(recruitment_id, post_id)", "This post is in the notice already."
    )

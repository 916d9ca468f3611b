from odoo import fields, models


class VolunteerPost(models.Model):
    _name = "volunteer.post"
    _description = "Volunteer Post"
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    category_id = fields.Many2one(
        "volunteer.category", string="Field of Service", ondelete="restrict", index=True
    )
    duties = fields.Text(translate=True)
    manual = fields.Html(
        translate=True, help="What a volunteer reads before the first service."
    )
    minimum_age = fields.Integer(help="Years; 0 means no minimum.", aggregator=None)
    adults_only = fields.Boolean(
        help="Infectious diseases, emergencies, operations and the like: nobody under "
        "18 signs up, with a guardian or without.",
    )

    course_ids = fields.Many2many(
        "volunteer.course",
        string="Required Courses",
        check_company=True,
        help="Besides the courses that are required of everybody.",
    )
    licence_ids = fields.Many2many(
        "volunteer.licence",
        string="Required Licences",
        domain=[("kind", "=", "licence")],
    )
    insurance_required = fields.Boolean(
        string="Accident Insurance Required",
        help="Only volunteers insured on the day can sign up "
        "(Regulations on Voluntary Service, Article 17).",
    )

    _minimum_age_range = models.Constraint(
        "CHECK (minimum_age BETWEEN 0 AND 100)",
        "The minimum age lies between 0 and 100.",
    )

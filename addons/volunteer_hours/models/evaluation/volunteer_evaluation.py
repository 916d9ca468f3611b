from odoo import fields, models


class VolunteerEvaluation(models.Model):
    """One person, one period: frozen figures, a score, and who agreed (志愿服务考核表).

    Enters 医德医风考核 and 评先创优 (CZ); signatures go from the person over department
    and committee to HR. A confirmed sheet never changes: a correction is a new version.
    """

    _name = "volunteer.evaluation"
    _description = "Evaluation Sheet"
    _inherit = ["volunteer.guard.mixin", "volunteer.evaluation.calculation"]
    _order = "round_id desc, department_id, volunteer_name, id"
    _rec_name = "volunteer_name"
    _check_company_auto = True

    round_id = fields.Many2one(
        "volunteer.evaluation.round", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    # Staff who never registered have a sheet too, without a volunteer.
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one("hr.employee", index=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", index=True, ondelete="restrict")
    volunteer_name = fields.Char(string="Full Name", required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    version = fields.Integer(default=1, required=True)
    previous_id = fields.Many2one(
        "volunteer.evaluation", index="btree_not_null", ondelete="restrict"
    )
    is_current = fields.Boolean(
        default=True, help="No newer version has taken its place."
    )
    state = fields.Selection(
        [
            ("draft", "Figures"),
            ("self", "Own Remark"),
            ("department", "Opinion of the Department"),
            ("committee", "Committee"),
            ("confirmed", "Confirmed"),
        ],
        required=True,
        default="draft",
        index=True,
        help="Whose turn it is; confirmed by Human Resources.",
    )
    # Figures: minutes and hundredths are exact.
    minutes_proven = fields.Integer()
    minutes_claimed = fields.Integer()
    hours_proven = fields.Float(digits=(16, 2))
    hours_claimed = fields.Float(digits=(16, 2))
    services = fields.Integer(help="Days of service that were recorded.")
    quality = fields.Float(string="Average Quality", digits=(16, 2), aggregator="avg")
    honours = fields.Integer()
    no_shows = fields.Integer(string="Absences")
    target_hours = fields.Float(
        string="Aim (hours)",
        digits=(16, 2),
        help="Prorated by months in service, without exempt days.",
    )
    attainment = fields.Float(string="Attained (%)", digits=(16, 2), aggregator="avg")
    score = fields.Float(digits=(16, 2), aggregator="avg")
    grade = fields.Char(string="Proposed Grade")
    # Opinions.
    self_text = fields.Text(string="Own Remark")
    self_on = fields.Datetime(string="Remarked on")
    department_text = fields.Text(string="Opinion of the Department")
    department_by_id = fields.Many2one(
        "res.users",
        string="Department: by",
        index="btree_not_null",
        ondelete="restrict",
    )
    department_on = fields.Datetime(string="Department: on")
    committee_text = fields.Text(string="Opinion of the Committee")
    committee_by_id = fields.Many2one(
        "res.users", string="Committee: by", index="btree_not_null", ondelete="restrict"
    )
    committee_on = fields.Datetime(string="Committee: on")
    hr_text = fields.Text(string="Opinion of Human Resources")
    hr_by_id = fields.Many2one(
        "res.users", string="Confirmed by", index="btree_not_null", ondelete="restrict"
    )
    hr_on = fields.Datetime(string="Confirmed on")
    final_score = fields.Float(
        string="Points into the Appraisal",
        digits=(16, 2),
        aggregator="avg",
        help="计入医德考评加分: what Human Resources takes over.",
    )
    final_grade = fields.Char(string="Grade")

    _one_volunteer = models.UniqueIndex(
        "(round_id, volunteer_id, version) WHERE volunteer_id IS NOT NULL",
        "There is a sheet of this person already.",
    )
    _one_employee = models.UniqueIndex(
        "(round_id, employee_id, version) WHERE volunteer_id IS NULL",
        "There is a sheet of this person already.",
    )

    def _get_guarded_fields(self):
        """Return every field of the model: only methods write here."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS
        ]

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class VolunteerTrainingAttendance(models.Model):
    """One volunteer's record of one session, or of one exam."""

    _name = "volunteer.training.attendance"
    _description = "Training Record"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "volunteer_id"

    _guarded_fields = (
        "course_id",
        "step_id",
        "company_id",
        "date",
        "hours",
        "organiser",
        "content",
        "source",
        "counted",
        "qualification_id",
    )

    training_id = fields.Many2one(
        "volunteer.training", string="Session", index=True, ondelete="cascade"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    # Copies: an exam has no session, and a session's file must not change by itself.
    course_id = fields.Many2one(
        "volunteer.course",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    step_id = fields.Many2one(
        "volunteer.course.step",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(readonly=True, required=True)
    hours = fields.Float(string="Learning Hours", readonly=True)
    organiser = fields.Char(readonly=True)
    # Order No. 67 of the Ministry of Civil Affairs, Article 8: the main content.
    content = fields.Text(
        string="What Was Taught", readonly=True, help="As on the day it went on file."
    )
    source = fields.Selection(
        [("training", "Session"), ("exam", "Exam")],
        required=True,
        readonly=True,
        default="training",
    )
    attended = fields.Boolean(string="Came")
    passed = fields.Boolean()
    score = fields.Float(string="Score (%)", aggregator="avg")
    counted = fields.Boolean(
        string="On File",
        readonly=True,
        copy=False,
        help="Confirmed and passed: it counts towards the course.",
    )
    qualification_id = fields.Many2one(
        "volunteer.qualification",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="What this record has helped to earn.",
    )

    _one_per_training = models.UniqueIndex(
        "(training_id, volunteer_id) WHERE training_id IS NOT NULL",
        "This volunteer is on the list already.",
    )
    _passed_attended = models.Constraint(
        "CHECK (attended IS TRUE OR passed IS NOT TRUE)",
        "Only who came can have passed.",
    )
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)", "A score lies between 0 and 100."
    )

    @api.model
    def _complete_create_vals(self, vals_list):
        Training = self.env["volunteer.training"].sudo()
        for vals in vals_list:
            if vals.get("training_id"):
                training = Training.browse(vals["training_id"])
                vals.update(training._prepare_attendance_vals())
        return super()._complete_create_vals(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_training_open()
        return lines

    def write(self, vals):
        self._check_training_open()
        self._check_same_place(vals)
        return super().write(vals)

    def _check_same_place(self, vals):
        """:raise UserError: a record would become another person's, or session's"""
        if self.env.su:
            return
        for name in ("training_id", "volunteer_id"):
            if name in vals and any(line[name].id != vals[name] for line in self):
                raise UserError(
                    self.env._(
                        "A training record stays with its person and session. "
                        "Take it off the list and add the right person."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_file(self):
        self._check_training_open()

    def _check_training_open(self):
        """:raise UserError: the record is on file, or its session is confirmed"""
        if self.env.su:
            return
        for line in self:
            if line.counted or line.training_id.state in ("confirmed", "cancelled"):
                raise UserError(
                    self.env._(
                        "This training record is on file. "
                        "Reopen the session to correct it."
                    )
                )
            if not line.training_id:
                raise UserError(
                    self.env._("Records of exams are written by the exam itself.")
                )

    @api.constrains("volunteer_id", "company_id")
    def _check_volunteer_serves(self):
        for line in self.sudo():
            if line.training_id and not line.volunteer_id._serve_below(line.company_id):
                raise ValidationError(
                    self.env._(
                        "%(name)s does not serve in %(company)s.",
                        name=line.volunteer_id.name,
                        company=line.company_id.name,
                    )
                )

    @api.onchange("attended")
    def _onchange_attended(self):
        self.passed = self.attended

from odoo import api, fields, models
from odoo.exceptions import UserError

INPUT_FIELDS = frozenset(("points", "is_given", "note"))
#: Of nominees and entries: they can still be judged.
OPEN_STATES = ("nominated", "chosen", "applied", "shortlisted")


class VolunteerJuryScore(models.Model):
    """The points one juror gives one of those judged for one criterion.

    The rows are made when the jury begins; jurors see and fill in their own only.
    """

    _name = "volunteer.jury.score"
    _description = "Points of a Juror"
    _inherit = ["volunteer.guard.mixin"]
    _order = "user_id, nominee_id.id, entry_id.id, criterion_id"
    _rec_name = "subject_name"

    _guarded_fields = (
        "nominee_id",
        "entry_id",
        "criterion_id",
        "user_id",
        "max_points",
        "company_id",
    )

    nominee_id = fields.Many2one(
        "volunteer.commendation.nominee",
        index="btree_not_null",
        readonly=True,
        ondelete="cascade",
    )
    entry_id = fields.Many2one(
        "volunteer.contest.entry",
        index="btree_not_null",
        readonly=True,
        ondelete="cascade",
    )
    criterion_id = fields.Many2one(
        "volunteer.jury.criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    commendation_id = fields.Many2one(
        related="criterion_id.commendation_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    contest_id = fields.Many2one(
        related="criterion_id.contest_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Juror",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    subject_name = fields.Char(
        string="Judged", compute="_compute_subject_name", compute_sudo=True
    )
    max_points = fields.Integer(
        string="Most Points", required=True, readonly=True, aggregator=None
    )
    points = fields.Integer(string="Marks")
    is_given = fields.Boolean(
        string="Given", help="Comes with the points. Tick it yourself to give none."
    )
    note = fields.Char(string="Remark")
    is_open = fields.Boolean(
        compute="_compute_is_open", search="_search_is_open", compute_sudo=True
    )

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(nominee_id, entry_id) = 1)",
        "Points are given to one nominee or one entry.",
    )
    _once = models.UniqueIndex(
        "(criterion_id, user_id, COALESCE(nominee_id, 0), COALESCE(entry_id, 0))",
        "This juror has a row for it already.",
    )
    _points_range = models.Constraint(
        "CHECK (points BETWEEN 0 AND max_points)",
        "Points lie between 0 and the most a criterion is worth.",
    )

    @api.depends("nominee_id", "entry_id")
    def _compute_company_id(self):
        for row in self:
            row.company_id = (row.nominee_id or row.entry_id).company_id

    @api.depends("nominee_id", "entry_id")
    def _compute_subject_name(self):
        for row in self:
            row.subject_name = (row.nominee_id or row.entry_id).display_name

    @api.depends("commendation_id.state", "contest_id.state")
    def _compute_is_open(self):
        for row in self:
            subject = row.nominee_id or row.entry_id
            row.is_open = (
                row.commendation_id.state == "review"
                or row.contest_id.state == "scoring"
            ) and subject.state in OPEN_STATES

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = [
            "|",
            "&",
            ("commendation_id.state", "=", "review"),
            ("nominee_id.state", "in", OPEN_STATES),
            "&",
            ("contest_id.state", "=", "scoring"),
            ("entry_id.state", "in", OPEN_STATES),
        ]
        if set(value) == {True}:
            return domain
        return ["!", *domain] if set(value) == {False} else []

    def write(self, vals):
        if not self.env.su and INPUT_FIELDS & vals.keys():
            self.check_access("write")
            if not all(self.mapped("is_open")):
                raise UserError(self.env._("The jury is not at work (any more)."))
        if "points" in vals and "is_given" not in vals:
            vals = {**vals, "is_given": True}
        return super().write(vals)

    def action_open_subject(self):
        """Open what is judged: application, reason and figures.

        :raise AccessError: not one's own row
        """
        self.ensure_one()
        self.check_access("read")
        subject = self.nominee_id or self.entry_id
        return {
            "type": "ir.actions.act_window",
            "res_model": subject._name,
            "res_id": subject.id,
            "views": [(False, "form")],
            "name": subject.display_name,
            "target": "current",
        }

from odoo import api, fields, models
from odoo.exceptions import UserError

from .volunteer_inspection_item import SUBJECTS

#: Where each kind of subject stands.
FIELD_OF = {
    "unit": "unit_id",
    "team": "team_id",
    "project": "project_id",
    "claim": "claim_id",
    "activity": "activity_id",
}
#: What only the office says; inspectors write what they found.
OFFICE_FIELDS = frozenset(("verdict",))


class VolunteerInspectionSubject(models.Model):
    """One team, project, activity … that is inspected by checklist, and its mark."""

    _name = "volunteer.inspection.subject"
    _description = "Subject of an Inspection"
    _inherit = ["volunteer.guard.mixin"]
    _order = "inspection_id desc, sequence, id"

    # Sums of the checklist; over RPC a stored computed field is written like any.
    _guarded_fields = ("company_id", "score", "max_score", "percent", "unrated_count")

    inspection_id = fields.Many2one(
        "volunteer.inspection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True, precompute=True
    )
    inspection_state = fields.Selection(
        related="inspection_id.state", string="State of the Inspection"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(SUBJECTS, required=True, default="team")
    unit_id = fields.Many2one(
        "res.company",
        string="Inspected Unit",
        index="btree_not_null",
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the whole unit.",
    )
    team_id = fields.Many2one(
        "volunteer.team", index="btree_not_null", ondelete="restrict"
    )
    project_id = fields.Many2one(
        "volunteer.project", index="btree_not_null", ondelete="restrict"
    )
    claim_id = fields.Many2one(
        "volunteer.project.claim",
        string="Claimed Project",
        index="btree_not_null",
        ondelete="restrict",
    )
    activity_id = fields.Many2one(
        "volunteer.activity", index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char(compute="_compute_name", compute_sudo=True)
    score_ids = fields.One2many(
        "volunteer.inspection.score", "subject_id", string="Checklist"
    )
    note = fields.Text(string="Remarks", copy=False, help="What was seen on the spot.")
    score = fields.Integer(compute="_compute_score", store=True)
    max_score = fields.Integer(
        string="Most Points", compute="_compute_score", store=True
    )
    percent = fields.Float(
        string="Mark (%)",
        digits=(5, 1),
        compute="_compute_score",
        store=True,
        aggregator="avg",
    )
    unrated_count = fields.Integer(
        string="To Be Inspected", compute="_compute_score", store=True
    )
    verdict = fields.Selection(
        [("praise", "Praised"), ("criticise", "Criticised")],
        copy=False,
        help="How the circular names it.",
    )
    rectification_ids = fields.One2many("volunteer.rectification", "subject_id")
    rectification_count = fields.Integer(
        string="To Put Right", compute="_compute_rectification_count"
    )

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(unit_id, team_id, project_id, claim_id, activity_id) = 1 "
        "AND CASE kind WHEN 'unit' THEN unit_id WHEN 'team' THEN team_id "
        "WHEN 'project' THEN project_id WHEN 'claim' THEN claim_id "
        "ELSE activity_id END IS NOT NULL)",
        "Choose exactly one unit, team, project, claimed project or activity.",
    )
    _inspected_once = models.UniqueIndex(
        "(inspection_id, unit_id, department_id, team_id, project_id, claim_id, "
        "activity_id) NULLS NOT DISTINCT",
        "This is on the list already.",
    )

    @api.depends(
        "kind", "unit_id", "department_id", "team_id", "project_id", "claim_id"
    )
    @api.depends("activity_id")
    def _compute_name(self):
        for subject in self:
            about = subject[FIELD_OF[subject.kind]] if subject.kind else subject.team_id
            if subject.kind == "claim":
                # Units and projects are named, never persons.
                about = subject.claim_id.project_id
            subject.name = (subject.department_id or about).display_name or self.env._(
                "(not chosen yet)"
            )

    @api.depends("name")
    def _compute_display_name(self):
        for subject in self:
            subject.display_name = subject.name

    @api.depends("score_ids.rating", "score_ids.score", "score_ids.max_score")
    def _compute_score(self):
        """Add up the points; what does not apply counts on neither side."""
        for subject in self:
            counted = subject.score_ids.filtered(
                lambda score: score.rating and score.rating != "na"
            )
            subject.score = sum(counted.mapped("score"))
            subject.max_score = sum(counted.mapped("max_score"))
            subject.percent = subject.max_score and (
                100 * subject.score / subject.max_score
            )
            subject.unrated_count = len(
                subject.score_ids.filtered(lambda score: not score.rating)
            )

    def _compute_rectification_count(self):
        counts = dict(
            self.env["volunteer.rectification"]._read_group(
                [("subject_id", "in", self.ids)], ["subject_id"], ["__count"]
            )
        )
        for subject in self:
            subject.rectification_count = counts.get(subject, 0)

    @api.onchange("kind")
    def _onchange_kind(self):
        """Of two chosen subjects only the one of this kind stays."""
        for kind, name in FIELD_OF.items():
            if kind != self.kind:
                self[name] = False
        if self.kind != "unit":
            self.department_id = False
        elif not self.unit_id:
            self.unit_id = self.inspection_id.company_id or self.env.company

    @api.model_create_multi
    def create(self, vals_list):
        subjects = super().create(vals_list)
        if not self.env.su:
            subjects._check_planned()
        return subjects

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & (set(FIELD_OF.values()) | {"kind", "inspection_id"}):
                self._check_planned()
            elif any(s.inspection_id.state != "running" for s in self):
                self._check_planned()
            if OFFICE_FIELDS & vals.keys():
                self.inspection_id._check_officer()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_planned()

    def _check_planned(self):
        """:raise UserError: what is inspected stands when an inspection has begun"""
        if any(subject.inspection_id.state != "draft" for subject in self):
            raise UserError(
                self.env._(
                    "What is inspected no longer changes once the inspection has "
                    "begun; make another one."
                )
            )

    def action_open(self):
        """Open the checklist of this subject."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_all_met(self):
        """Say of the items that nothing was said about that they are met.

        :raise AccessError: neither an inspector nor of the volunteer office
        :raise UserError: the inspection is not under way
        """
        self.check_access("write")
        return self.score_ids.action_all_met()

    def action_open_rectifications(self):
        """Open what is to be put right here."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_rectification_action"
        )
        return {
            **action,
            "domain": [("subject_id", "=", self.id)],
            "context": {"default_subject_id": self.id},
        }

    def _get_in_charge_sudo(self):
        """Return who puts right what is found here: the office if nobody else."""
        self.ensure_one()
        subject = self.sudo()
        project = subject.project_id or subject.claim_id.project_id
        users = (
            subject.team_id.leader_id.user_id
            | subject.activity_id.leader_id.user_id
            | project.manager_id
            | project.team_id.leader_id.user_id
            | subject.department_id.manager_id.user_id
        ).filtered(lambda user: user.active and not user.share)
        officers = subject.company_id._get_volunteer_officers_sudo()
        return users[:1] or officers[subject.company_id]

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class VolunteerOpinionRound(models.Model):
    """A monthly round of asking patients about conduct and service (行风监督)."""

    _name = "volunteer.opinion.round"
    _description = "Opinion Round"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, default=lambda self: self._get_default_name())
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self) + relativedelta(months=1, day=1, days=-1)
        ),
    )
    intro = fields.Text(
        string="What to Say First",
        default=lambda self: self.env._(
            "Hello, I am a volunteer of this hospital. May I ask you a few questions? "
            "It takes two minutes, and we write down no name."
        ),
    )
    question_ids = fields.One2many(
        "volunteer.opinion.question",
        "round_id",
        string="Questions",
        copy=True,
        default=lambda self: self._get_default_questions(),
    )
    quota_ids = fields.One2many(
        "volunteer.opinion.quota", "round_id", string="Departments", copy=True
    )
    finding_ids = fields.One2many(
        "volunteer.opinion.finding", "round_id", string="Findings"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Asking"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    target = fields.Integer(compute="_compute_progress")
    sheet_count = fields.Integer(string="Asked so far", compute="_compute_progress")
    satisfaction = fields.Float(
        string="Satisfied (%)", digits=(5, 1), compute="_compute_satisfaction"
    )

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "A round cannot end before the day it starts."
    )

    @api.model
    def _get_default_name(self):
        month = fields.Date.context_today(self)
        return self.env._("Opinion round %(month)s", month=f"{month:%Y-%m}")

    @api.model
    def _get_default_questions(self):
        """Return a questionnaire to begin with; the office changes it as it likes."""
        # Lists: a tuple after a translated text would be exported as one itself.
        rows = [
            ["score", self.env._("How friendly were doctors and nurses?"), "yes"],
            [
                "score",
                self.env._("Did they explain illness and treatment clearly?"),
                "yes",
            ],
            ["score", self.env._("Were the ways and waiting times reasonable?"), "yes"],
            ["score", self.env._("How clean and quiet was it?"), "yes"],
            ["yes_no", self.env._("Did anybody ask for or take money or gifts?"), "no"],
            ["score", self.env._("How satisfied are you overall?"), "yes"],
            ["text", self.env._("What should be better?"), "yes"],
        ]
        return [
            Command.create(
                {"sequence": number, "kind": kind, "name": name, "good": good}
            )
            for number, (kind, name, good) in enumerate(rows, start=1)
        ]

    @api.depends("quota_ids.target")
    def _compute_progress(self):
        counts = dict(
            self.env["volunteer.opinion.sheet"]._read_group(
                [("round_id", "in", self.ids)], ["round_id"], ["__count"]
            )
        )
        for round_ in self:
            round_.target = sum(round_.quota_ids.mapped("target"))
            round_.sheet_count = counts.get(round_, 0)

    def _compute_satisfaction(self):
        shares = dict(
            self.env["volunteer.opinion.answer"]._read_group(
                [("round_id", "in", self.ids), ("kind", "!=", "text")],
                ["round_id"],
                ["satisfied:avg"],
            )
        )
        for round_ in self:
            round_.satisfaction = shares.get(round_) or 0.0

    def action_open(self):
        """Let the volunteers ask; each is told once.

        :raise AccessError: not of the volunteer office
        :raise UserError: no questions, or a department without volunteers
        """
        self.check_access("write")
        for round_ in self:
            if round_.state == "open":
                continue
            if not round_.question_ids or not round_.quota_ids:
                raise UserError(
                    self.env._(
                        "“%(round)s” needs questions and departments.",
                        round=round_.name,
                    )
                )
            idle = round_.quota_ids.filtered(lambda quota: not quota.volunteer_ids)
            if idle:
                raise UserError(
                    self.env._(
                        "Say which volunteers ask in: %(departments)s.",
                        departments=idle.department_id.mapped("name"),
                    )
                )
        self.sudo().write({"state": "open"})
        for round_ in self.sudo():
            round_.quota_ids.volunteer_ids._notify_sudo(
                "office",
                lambda person, round_=round_: (
                    person.env._(
                        "You are to ask patients: %(round)s", round=round_.name
                    ),
                    person.env._(
                        "Until %(date)s. The questions are on your page.",
                        date=round_.date_to,
                    ),
                ),
                url="/my/volunteer/opinions",
                key=f"opinion-{round_.id}",
            )
        return True

    def action_close(self):
        """End the round; nothing is typed in any more.

        :raise AccessError: not of the volunteer office
        """
        self.check_access("write")
        self.sudo().write({"state": "closed"})
        return True

    def action_copy_to_next_month(self):
        """Make the round of the following month: same questions, quotas and people.

        Without those who no longer serve.

        :raise AccessError: not of the volunteer office
        """
        self.ensure_one()
        self.check_access("write")
        start = self.date_from + relativedelta(months=1, day=1)
        copy = self.copy(
            {
                "name": self.env._("Opinion round %(month)s", month=f"{start:%Y-%m}"),
                "date_from": start,
                "date_to": start + relativedelta(months=1, days=-1),
            }
        )
        for quota in copy.quota_ids:
            quota.volunteer_ids = quota.volunteer_ids._filter_serving()
        return copy._get_records_action()

    def action_open_answers(self):
        """Open the results by department and question."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_opinion_answer_action"
        )
        return {**action, "domain": [("round_id", "=", self.id)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(round_.state != "draft" for round_ in self):
            raise UserError(self.env._("Only drafts can be deleted."))


class VolunteerOpinionQuestion(models.Model):
    """One question of a round."""

    _name = "volunteer.opinion.question"
    _description = "Question of an Opinion Round"
    _order = "round_id, sequence, id"

    round_id = fields.Many2one(
        "volunteer.opinion.round", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True)
    kind = fields.Selection(
        [("score", "1 to 5"), ("yes_no", "Yes or no"), ("text", "In words")],
        required=True,
        default="score",
    )
    good = fields.Selection(
        [("yes", "Yes is good"), ("no", "No is good")],
        required=True,
        default="yes",
        help="For questions that are answered by yes or no.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions._check_draft()
        return questions

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _check_draft(self):
        """:raise UserError: answers to another question would stand beside these"""
        if any(round_.state != "draft" for round_ in self.round_id):
            raise UserError(
                self.env._("Questions do not change once asking has begun.")
            )

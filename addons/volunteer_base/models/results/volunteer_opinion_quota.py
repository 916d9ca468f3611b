from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SCORES = {str(score): score for score in range(1, 6)}
SATISFIED = 4
MAX_TEXT = 500


class VolunteerOpinionQuota(models.Model):
    """How many patients of one department are asked in a round, and by whom."""

    _name = "volunteer.opinion.quota"
    _description = "Department of an Opinion Round"
    _order = "round_id, department_id, id"

    round_id = fields.Many2one(
        "volunteer.opinion.round", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, ondelete="restrict"
    )
    target = fields.Integer(string="To Be Asked", required=True, default=10)
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        "volunteer_opinion_quota_volunteer_rel",
        string="Volunteers Who Ask",
        domain=[("state", "in", ("trial", "registered"))],
    )
    done = fields.Integer(
        string="Asked so far", compute="_compute_done", compute_sudo=True
    )

    _one_per_department = models.UniqueIndex(
        "(round_id, department_id)", "This department is in the round already."
    )
    _target_positive = models.Constraint(
        "CHECK (target > 0)", "At least one patient is asked in each department."
    )

    def _compute_done(self):
        counts = dict(
            self.env["volunteer.opinion.sheet"]._read_group(
                [("quota_id", "in", self.ids)], ["quota_id"], ["__count"]
            )
        )
        for quota in self:
            quota.done = counts.get(quota, 0)

    @api.depends("round_id.name", "department_id.name")
    def _compute_display_name(self):
        for quota in self:
            quota.display_name = f"{quota.round_id.name} · {quota.department_id.name}"

    @api.model
    def _get_own_sudo(self, volunteer):
        """Return the departments in which a volunteer asks at present."""
        return self.sudo().search(
            [("volunteer_ids", "in", volunteer.ids), ("round_id.state", "=", "open")]
        )

    def action_type_in(self, answers, respondent="outpatient", uuid=None):
        """Keep what one patient of this department said.

        :param dict answers: ``{id of a question, or its digits: value}``; a
            value is 1 to 5, ``yes`` or ``no``, or text; left out where the patient
            said nothing
        :param str respondent: a key of ``volunteer.opinion.sheet.respondent``
        :param str uuid: the same sheet sent twice under it is kept once
        :return: the number of patients asked in the department
        :raise AccessError: not asked to do this
        :raise UserError: the round is not open, or there is no answer at all
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        quota = self.sudo().exists()
        if not volunteer or volunteer not in quota.volunteer_ids:
            raise AccessError(self.env._("You are not asked to do this."))
        if quota.round_id.state != "open":
            raise UserError(self.env._("This round is closed. Thank you!"))
        Sheet = self.env["volunteer.opinion.sheet"].sudo()
        if respondent not in dict(Sheet._fields["respondent"].selection):
            raise UserError(self.env._("Choose whom you asked."))
        uuid = uuid[:64] if isinstance(uuid, str) and uuid else None
        if uuid and Sheet.search_count(
            [("uuid", "=", uuid), ("quota_id", "=", quota.id)]
        ):
            return quota.done
        rows = [
            row
            for question in quota.round_id.question_ids
            if (
                row := quota._read_answer(
                    # Over JSON keys are text.
                    question,
                    answers.get(question.id, answers.get(str(question.id))),
                )
            )
        ]
        if not rows:
            raise UserError(self.env._("Answer at least one question."))
        Sheet.create(
            {
                "quota_id": quota.id,
                "volunteer_id": volunteer.id,
                "date": quota.round_id.company_id._get_volunteer_today(),
                "respondent": respondent,
                "uuid": uuid,
                "answer_ids": [fields.Command.create(row) for row in rows],
            }
        )
        quota.invalidate_recordset(["done"])
        return quota.done

    @api.model
    def _read_answer(self, question, value):
        """Return the values of an answer, or None where there is none.

        :raise UserError: no answer to such a question
        """
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        if question.kind == "text":
            return {"question_id": question.id, "text": text[:MAX_TEXT]}
        if question.kind == "yes_no" and text in ("yes", "no"):
            return {
                "question_id": question.id,
                "score": 5 if text == question.good else 1,
            }
        if question.kind == "score" and text in SCORES:
            return {"question_id": question.id, "score": SCORES[text]}
        raise UserError(
            self.env._("This is no answer to “%(question)s”.", question=question.name)
        )


class VolunteerOpinionSheet(models.Model):
    """What one patient said, without a name."""

    _name = "volunteer.opinion.sheet"
    _description = "Answers of One Patient"
    _order = "date desc, id desc"
    _rec_name = "department_id"

    quota_id = fields.Many2one(
        "volunteer.opinion.quota", required=True, index=True, ondelete="restrict"
    )
    round_id = fields.Many2one(
        related="quota_id.round_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="quota_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="quota_id.round_id.company_id",
        store=True,
        index=True,
        string="Unit",
        precompute=True,
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        string="Volunteers Who Ask",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    respondent = fields.Selection(
        [
            ("outpatient", "Outpatient"),
            ("inpatient", "Inpatient"),
            ("relative", "Relative"),
            ("other", "Somebody else"),
        ],
        string="Whom",
        required=True,
        default="outpatient",
    )
    uuid = fields.Char(readonly=True, copy=False)
    answer_ids = fields.One2many("volunteer.opinion.answer", "sheet_id")

    _uuid_unique = models.UniqueIndex(
        "(quota_id, uuid) WHERE uuid IS NOT NULL", "This was typed in already."
    )

    def action_discard(self):
        """Take back sheets that were typed in by mistake, while the round is open.

        :raise AccessError: neither one's own nor of the volunteer office
        :raise UserError: the round is closed
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        sheets = self.sudo()
        if sheets.volunteer_id - volunteer:
            self.check_access("read")
            if not self.env.user.has_group("volunteer_base.group_officer"):
                raise AccessError(self.env._("Somebody else typed this in."))
        if any(round_.state != "open" for round_ in sheets.round_id):
            raise UserError(self.env._("This round is closed. Thank you!"))
        sheets.unlink()
        return True


class VolunteerOpinionAnswer(models.Model):
    """One answer; the table behind the results."""

    _name = "volunteer.opinion.answer"
    _description = "Answer in an Opinion Round"
    _order = "sheet_id desc, question_id, id"
    _rec_name = "question_id"

    sheet_id = fields.Many2one(
        "volunteer.opinion.sheet", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "volunteer.opinion.question", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(related="question_id.kind", store=True, precompute=True)
    round_id = fields.Many2one(
        related="sheet_id.round_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="sheet_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="sheet_id.company_id",
        store=True,
        index=True,
        string="Unit",
        precompute=True,
    )
    date = fields.Date(related="sheet_id.date", store=True, precompute=True)
    # A whole number, whose mean is not.
    score = fields.Float(digits=(3, 2), aggregator="avg")
    satisfied = fields.Float(
        string="Satisfied (%)",
        digits=(5, 1),
        compute="_compute_satisfied",
        store=True,
        precompute=True,
        aggregator="avg",
        help="100 where the answer is 4 or 5 or the good one of yes and no, else 0.",
    )
    text = fields.Text(string="In Words")

    @api.depends("score")
    def _compute_satisfied(self):
        for answer in self:
            answer.satisfied = 100 if answer.score >= SATISFIED else 0


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_roles(self):
        return {
            **super()._get_merge_roles(),
            "volunteer.opinion.quota": {
                "volunteer_ids": [("round_id.state", "!=", "closed")]
            },
        }

    def _get_merge_stays(self):
        return {
            **super()._get_merge_stays(),
            "volunteer.opinion.sheet": {"volunteer_id"},
        }

    def _get_own_service_sudo(self):
        sheets = self.env["volunteer.opinion.sheet"].search(
            [("volunteer_id", "in", self._with_merged_sudo().ids)]
        )
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "opinions",
                self.env._("Patients Asked"),
                sheets,
                ("date", "round_id", "department_id"),
            ),
        ]

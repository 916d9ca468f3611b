from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: The three questions; each is answered from 1 (bad) to 5 (very good).
QUESTIONS = ("rating", "attitude", "help")
SATISFIED = 4
MAX_COMMENT = 500


class VolunteerFeedback(models.Model):
    """What one of those who were served says. Nothing tells who, or at what time."""

    _name = "volunteer.feedback"
    _description = "Answer of Somebody Served"
    _order = "date desc, id desc"
    _rec_name = "date"
    # Neither a time to the second nor a user: who was there then could be looked up.
    _log_access = False

    code_id = fields.Many2one(
        "volunteer.feedback.code",
        string="Asked about",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    activity_id = fields.Many2one(
        "volunteer.activity", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    project_id = fields.Many2one(
        "volunteer.project", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    post_id = fields.Many2one(
        "volunteer.post", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True, index=True)
    # Whole numbers, whose means are not.
    rating = fields.Float(
        string="Overall",
        digits=(3, 2),
        required=True,
        readonly=True,
        aggregator="avg",
    )
    attitude = fields.Float(
        string="Friendliness",
        digits=(3, 2),
        required=True,
        readonly=True,
        aggregator="avg",
    )
    help = fields.Float(
        string="Helpfulness",
        digits=(3, 2),
        required=True,
        readonly=True,
        aggregator="avg",
    )
    satisfied = fields.Float(
        string="Satisfied (%)",
        digits=(5, 1),
        required=True,
        readonly=True,
        aggregator="avg",
        help="100 where the overall answer is 4 or 5, else 0; the mean is the share of "
        "those who are satisfied.",
    )
    comment = fields.Text(
        string="Comment as Sent", readonly=True, groups="volunteer_base.group_officer"
    )
    comment_state = fields.Selection(
        [
            ("none", "No comment"),
            ("pending", "To be read"),
            ("shown", "Shown to leaders"),
            ("hidden", "Hidden"),
        ],
        required=True,
        readonly=True,
        default="none",
        index=True,
    )
    shown_comment = fields.Text(
        string="Comment", compute="_compute_shown_comment", compute_sudo=True
    )

    _range = models.Constraint(
        "CHECK (rating BETWEEN 1 AND 5 AND attitude BETWEEN 1 AND 5 "
        "AND help BETWEEN 1 AND 5)",
        "Answers lie between 1 and 5.",
    )

    @api.depends("comment", "comment_state")
    def _compute_shown_comment(self):
        for feedback in self:
            shown = feedback.comment_state == "shown"
            feedback.shown_comment = feedback.comment if shown else False

    @api.model
    def _get_results(self, records, field):
        """Return ``{record: (number of answers, share of satisfied people in %)}``.

        Counts what the current user may read, in one query.
        """
        groups = self._read_group(
            [(field, "in", records.ids)], [field], ["__count", "satisfied:avg"]
        )
        return {record: (count, share or 0.0) for record, count, share in groups}

    @api.model
    def _receive_sudo(self, code, answers):
        """Keep the answers of one visitor; the controller has checked the code.

        :param code: the ``volunteer.feedback.code``
        :param dict answers: a number from 1 to 5 for each of ``QUESTIONS``
        """
        company = code.company_id
        return self.sudo().create(
            {
                "code_id": code.id,
                "activity_id": code.activity_id.id,
                "project_id": code.project_id.id,
                "post_id": code.post_id.id,
                "company_id": company.id,
                "date": company._get_volunteer_today(),
                "satisfied": 100 if answers["rating"] >= SATISFIED else 0,
                **{name: answers[name] for name in QUESTIONS},
            }
        )

    def _comment_sudo(self, text):
        """Keep the comment of who has just answered, once, until the office read it."""
        text = text.strip()[:MAX_COMMENT]
        if text and self.comment_state == "none":
            self.write({"comment": text, "comment_state": "pending"})

    def action_show_comment(self):
        """Let leaders read these comments.

        :raise AccessError: not of the volunteer office
        :raise UserError: there is no comment
        """
        self._check_comments()
        self.sudo().write({"comment_state": "shown"})
        return True

    def action_hide_comment(self):
        """Keep these comments from leaders.

        :raise AccessError: not of the volunteer office
        :raise UserError: there is no comment
        """
        self._check_comments()
        self.sudo().write({"comment_state": "hidden"})
        return True

    def _check_comments(self):
        self.check_access("read")
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("The volunteer office reads comments first."))
        if "none" in self.mapped("comment_state"):
            raise UserError(self.env._("Choose answers with a comment."))

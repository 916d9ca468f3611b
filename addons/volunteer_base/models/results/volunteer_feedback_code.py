from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.token import is_token, new_token

#: Days after an activity during which its code takes answers.
OPEN_DAYS = 14


class VolunteerFeedbackCode(models.Model):
    """A QR code behind which those who were served say how it was."""

    _name = "volunteer.feedback.code"
    _description = "Satisfaction Code"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _guarded_fields = ("token",)

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What the page asks about, in the words of those who were served.",
    )
    token = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: new_token()
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty for a code that hangs somewhere for good.",
    )
    project_id = fields.Many2one(
        "volunteer.project",
        compute="_compute_project_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    post_id = fields.Many2one(
        "volunteer.post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    place = fields.Char(help="Where the code hangs.")
    url = fields.Char(string="Public Page", compute="_compute_url")
    feedback_ids = fields.One2many("volunteer.feedback", "code_id", string="Answers")
    feedback_count = fields.Integer(
        string="Number of Answers", compute="_compute_results"
    )
    satisfaction = fields.Float(
        string="Satisfaction (%)", digits=(5, 1), compute="_compute_results"
    )

    _token_unique = models.UniqueIndex("(token)", "This page exists already.")
    _one_per_activity = models.UniqueIndex(
        "(activity_id) WHERE activity_id IS NOT NULL",
        "This activity has its code already.",
    )

    @api.depends("activity_id", "project_id", "post_id")
    def _compute_name(self):
        for code in self:
            subject = code.activity_id or code.post_id or code.project_id
            code.name = code.name or subject.name

    @api.depends("activity_id")
    def _compute_project_id(self):
        for code in self:
            code.project_id = code.activity_id.project_id or code.project_id

    @api.depends("token")
    def _compute_url(self):
        base = self[:1].get_base_url()
        for code in self:
            code.url = f"{base}/volunteer/feedback/{code.token}"

    @api.depends("feedback_ids")
    def _compute_results(self):
        results = self.env["volunteer.feedback"]._get_results(self, "code_id")
        for code in self:
            code.feedback_count, code.satisfaction = results.get(code, (0, 0.0))

    @api.model
    def _find_sudo(self, token):
        """Return the code of a public page, as superuser, or none."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token)])

    def _get_closed_reason(self):
        """Return in one sentence why the page takes no answers now, or None."""
        self.ensure_one()
        activity = self.activity_id
        if not activity:
            return None
        now = fields.Datetime.now()
        if activity.state not in ("published", "done") or activity.start > now:
            return self.env._("This service has not begun yet.")
        if fields.Datetime.add(activity.stop, days=OPEN_DAYS) < now:
            return self.env._("The time for answers is over. Thank you!")
        return None

    def action_print(self):
        """Print posters with the codes."""
        self.check_access("read")
        return self.env.ref("volunteer_base.feedback_poster_report").report_action(
            self, config=False
        )

    def action_open_answers(self):
        """Open what was answered here."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_feedback_action"
        )
        return {**action, "domain": [("code_id", "in", self.ids)], "context": {}}


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _name = "volunteer.activity"
    _inherit = ["volunteer.activity", "volunteer.satisfaction.mixin"]  # pylint: disable=consider-merging-classes-inherited

    _feedback_field = "activity_id"

    def action_get_feedback_code(self):
        """Return the satisfaction code of one activity, made when first asked for.

        :return: the ``volunteer.feedback.code``
        :raise AccessError: not in charge of the activity
        :raise UserError: a draft, or cancelled
        """
        self.ensure_one()
        self._check_leads()
        activity = self.sudo()
        if activity.state not in ("published", "done"):
            raise UserError(
                self.env._("Publish “%(name)s” first.", name=activity.display_name)
            )
        Code = self.env["volunteer.feedback.code"].sudo()
        code = Code.with_context(active_test=False).search(
            [("activity_id", "=", activity.id)]
        )
        if not code:
            code = Code.create(
                {"activity_id": activity.id, "company_id": activity.company_id.id}
            )
        return code.with_env(self.env)

    def action_print_feedback_code(self):
        """Print the poster with the satisfaction code of one activity."""
        return self.action_get_feedback_code().action_print()


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _name = "volunteer.project"
    _inherit = ["volunteer.project", "volunteer.satisfaction.mixin"]  # pylint: disable=consider-merging-classes-inherited

    _feedback_field = "project_id"

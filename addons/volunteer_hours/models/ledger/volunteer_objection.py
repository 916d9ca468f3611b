from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.token import is_token, new_token

MAX_TEXT = 2000
MAX_NAME = 100
#: What one login says about lines within a day; what is more is told by telephone.
DAILY_OBJECTIONS = 20
#: What somebody told; it stays as it was.
TOLD = frozenset(("hour_id", "text", "objector", "contact", "evidence_ids"))


class VolunteerObjection(models.Model):
    """What somebody says against a line: an objection, or a report of an error.

    Before the line is recorded it is an objection and holds the line, and nothing
    else, until it is answered. From the moment its notice is being closed it is a
    report of an error, which leads to a reversal where it is right
    (民政部令第67号, Art. 13: the recording unit checks and amends).
    """

    _name = "volunteer.objection"
    _description = "Objection to Service Hours"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "id desc"
    _rec_name = "code"

    _guarded_fields = (
        "code",
        "kind",
        "notice_id",
        "company_id",
        "user_id",
        "state",
        "answer",
        "answered_by",
        "answered_on",
        "reversal_id",
        "token",
    )

    code = fields.Char(string="Number", readonly=True, copy=False)
    hour_id = fields.Many2one(
        "volunteer.hour",
        string="Service Hours",
        required=True,
        index=True,
        ondelete="restrict",
    )
    notice_id = fields.Many2one(
        "volunteer.notice",
        string="Public Notice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    kind = fields.Selection(
        [("objection", "Objection"), ("error_report", "Error report")],
        required=True,
        readonly=True,
        copy=False,
        default="objection",
        help="An objection holds hours that are not recorded yet. An error report is "
        "about recorded hours, which are taken back by a reversal.",
    )
    text = fields.Text(string="What Is Wrong", required=True)
    # Whoever objects is known to those who answer, and to nobody else.
    user_id = fields.Many2one(
        "res.users",
        string="Told by (login)",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    objector = fields.Char(
        string="Name Given",
        groups="volunteer_base.group_officer",
        help="As somebody named themselves; may be empty.",
    )
    contact = fields.Char(
        groups="volunteer_base.group_officer", help="How to reach them."
    )
    state = fields.Selection(
        [("open", "To answer"), ("upheld", "Upheld"), ("rejected", "Rejected")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    answer = fields.Text(readonly=True, copy=False)
    answered_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    answered_on = fields.Datetime(readonly=True, copy=False)
    reversal_id = fields.Many2one(
        "volunteer.hour",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    # Of the page on which somebody without a login reads the answer.
    token = fields.Char(
        readonly=True, copy=False, groups="volunteer_base.group_officer"
    )
    evidence_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Photos",
        # Files of the notes below are none of what was told.
        domain=[
            ("res_model", "=", "volunteer.objection"),
            ("res_field", "=", "evidence_ids"),
        ],
        readonly=True,
    )
    line_state = fields.Selection(related="hour_id.state", string="Hours Are")
    can_answer = fields.Boolean(compute="_compute_can_answer", compute_sudo=True)

    _holding = models.Index("(hour_id) WHERE state = 'open'")
    _token_unique = models.UniqueIndex("(token)", "This page exists already.")
    _one_a_person = models.UniqueIndex(
        "(hour_id, user_id) WHERE state = 'open' AND user_id IS NOT NULL",
        "You have told us about these hours already. You get an answer.",
    )
    _answered_whole = models.Constraint(
        "CHECK ((state = 'open') = (answered_on IS NULL))",
        "An objection has an answer when it is decided, and not before.",
    )

    @api.depends("state", "hour_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        # A form that is being filled in has no line yet.
        raised = self.filtered("hour_id")
        reasons = raised._get_cannot_answer_reasons()
        for objection in self:
            objection.can_answer = objection in raised and objection.id not in reasons

    # ------------------------------------------------------------------
    # Raising
    # ------------------------------------------------------------------

    @api.model
    def _complete_create_vals(self, vals_list):
        """Read from the line what it is, and hold its notice until this is written.

        A notice that begins to close at the same moment fails on the row written
        here, is repeated by Odoo and then sees the objection; and the other way round.
        """
        if not all(vals.get("hour_id") for vals in vals_list):
            raise UserError(self.env._("Choose the hours that this is about."))
        lines = self.env["volunteer.hour"].browse(
            [vals["hour_id"] for vals in vals_list]
        )
        lines.check_access("read")
        lines.sudo()._check_objectionable()
        sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            line = lines.browse(vals["hour_id"]).sudo()
            vals["text"] = self._clean_text(vals.get("text"))
            vals.update(
                code=sequence.next_by_code("volunteer.objection"),
                token=new_token(),
                company_id=line.company_id.id,
                notice_id=line.notice_id.id,
                kind="error_report" if line._is_being_recorded() else "objection",
            )
        lines.sudo().notice_id._count_objection_sudo()
        return super()._complete_create_vals(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(vals_list)
        objections.sudo()._ask_office_sudo()
        return objections

    def write(self, vals):
        if TOLD & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("What somebody told stays as it was; add a note below it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Objections and their answers are kept."))

    @api.model
    def _clean_text(self, text):
        """:raise UserError: nothing is said"""
        text = text.strip()[:MAX_TEXT] if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Say what is wrong with these hours."))
        return text

    @api.model
    def _raise_sudo(self, line, text, *, user=None, objector="", contact="", photos=()):
        """Note what somebody says about a line; the caller has checked who may.

        :param line: the ``volunteer.hour``
        :param user: the ``res.users`` who says it, or nobody known
        :param photos: small JPEG files as bytes
        :raise UserError: nothing said, a line that takes no objections, said already,
            or too much on one day
        """
        if user and self.sudo().search_count(
            [
                ("hour_id", "=", line.id),
                ("user_id", "=", user.id),
                ("state", "=", "open"),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "You have told us about these hours already. You get an answer."
                )
            )
        Throttle = self.env["volunteer.throttle"].sudo()
        if user and not Throttle._check_throttle_sudo(
            "objection", user.id, DAILY_OBJECTIONS, 86400
        ):
            raise UserError(
                self.env._(
                    "You have told us much today. Please call the volunteer office."
                )
            )
        objection = (
            self.sudo()
            .with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
            .create(
                {
                    "hour_id": line.id,
                    "text": text,
                    "user_id": user and user.id,
                    "objector": str(objector or "").strip()[:MAX_NAME],
                    "contact": str(contact or "").strip()[:MAX_NAME],
                }
            )
        )
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": f"{objection.code}-{number}.jpg",
                    "raw": content,
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": objection.id,
                    "res_field": "evidence_ids",
                }
                for number, content in enumerate(photos, start=1)
            ]
        )
        return objection

    @api.model
    def _find_sudo(self, token):
        """Return the objection behind an address, as superuser, or none."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token)])

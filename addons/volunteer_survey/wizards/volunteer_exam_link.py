import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.qr import draw_qr


class VolunteerExamLink(models.TransientModel):
    """Personal links to an exam: to send, to print, or to open on the spot."""

    _name = "volunteer.exam.link"
    _description = "Exam Links"

    course_id = fields.Many2one(
        "volunteer.course",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_course_id(),
        domain=["|", ("survey_id", "!=", False), ("step_ids.survey_id", "!=", False)],
    )
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    new_attempts = fields.Boolean(
        string="Give New Attempts",
        help="For those who have none left.",
    )
    line_ids = fields.One2many("volunteer.exam.link.line", "wizard_id", readonly=True)

    @api.model
    def _default_course_id(self):
        return self.env["volunteer.course"].search(
            [("survey_id", "!=", False)], limit=1
        )

    @api.model
    def default_get(self, fields):
        """Return defaults; the volunteers selected in the list get a link each."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "volunteer.volunteer":
            ids = self.env.context.get("active_ids") or []
            values["volunteer_ids"] = [(6, 0, ids)]
        return values

    def action_make(self):
        """Make the links and show them.

        :raise AccessError: not of the volunteer office
        :raise UserError: nobody is chosen
        """
        self.ensure_one()
        self.volunteer_ids._check_officer()
        self.course_id.check_access("read")
        if not self.volunteer_ids:
            raise UserError(self.env._("Please choose at least one volunteer."))
        if self.new_attempts:
            self.volunteer_ids.action_give_exam_attempts(self.course_id.id)
        links = self.course_id._get_exam_links_sudo(self.volunteer_ids)
        self.line_ids.unlink()
        self.line_ids.create(
            [
                {
                    "wizard_id": self.id,
                    "volunteer_id": volunteer.id,
                    "url": url,
                    "has_email": bool(volunteer._get_email_sudo()),
                }
                for volunteer, url in links.items()
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exam Links"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_print(self):
        """Print a slip with a QR code for each, for those without e-mail."""
        self.ensure_one()
        return self.env.ref(
            "volunteer_survey.volunteer_exam_link_report"
        ).report_action(self.line_ids)

    def action_send(self):
        """Send everybody who has an address their own link, one e-mail each.

        :raise UserError: nobody has an address
        """
        self.ensure_one()
        self.volunteer_ids._check_officer()
        links = {line.volunteer_id.id: line.url for line in self.line_ids}
        sent = self.volunteer_ids.with_context(
            volunteer_exam_links=links, volunteer_exam_course=self.course_id.name
        )._mail_own_page_sudo("volunteer_survey.volunteer_exam_mail")
        if not sent:
            raise UserError(
                self.env._(
                    "None of them has an e-mail address. Please print the links."
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(sent)s of %(all)s links are on their way by e-mail.",
                    sent=len(sent),
                    all=len(self.line_ids),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class VolunteerExamLinkLine(models.TransientModel):
    _name = "volunteer.exam.link.line"
    _description = "Exam Link"

    wizard_id = fields.Many2one(
        "volunteer.exam.link", required=True, index=True, ondelete="cascade"
    )
    course_id = fields.Many2one(related="wizard_id.course_id")
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, ondelete="cascade"
    )
    url = fields.Char(string="Link", required=True)
    has_email = fields.Boolean(string="Has E-mail")
    qr = fields.Binary(string="QR Code", compute="_compute_qr")

    @api.depends("url")
    def _compute_qr(self):
        for line in self:
            line.qr = line.url and base64.b64encode(draw_qr(line.url))

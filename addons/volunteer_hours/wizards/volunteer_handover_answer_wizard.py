import base64

from odoo import fields, models
from odoo.exceptions import UserError


class VolunteerHandoverAnswerWizard(models.TransientModel):
    """Upload the file with which a public system answered to a batch."""

    _name = "volunteer.handover.answer.wizard"
    _description = "Answer of a Public System"

    batch_id = fields.Many2one(
        "volunteer.hour.handover", required=True, ondelete="cascade"
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char(string="File Name")

    def action_import(self):
        """Mark the lines of the batch as the file says.

        :raise AccessError: not of the volunteer office
        :raise UserError: no file, or one that cannot be read
        """
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Please choose a file first."))
        entered, failed, unknown = self.batch_id._import_answers(
            base64.b64decode(content), self.filename or ""
        )
        message = self.env._(
            "%(entered)s lines were accepted, %(failed)s were not.",
            entered=entered,
            failed=failed,
        )
        if unknown:
            message += " " + self.env._(
                "These rows name no line of this batch: %(rows)s.", rows=unknown[:20]
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if unknown or failed else "success",
                "sticky": bool(unknown),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

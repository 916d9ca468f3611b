from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.privacy.volunteer_acceptance import METHODS

MAX_MEGABYTES = 20


class VolunteerPaperScan(models.TransientModel):
    """Enter papers that were signed by hand: one person's, or a list of many."""

    _name = "volunteer.paper.scan"
    _description = "Papers Signed on Paper"

    volunteer_ids = fields.Many2many(
        "volunteer.volunteer", string="Volunteers", required=True
    )
    document_ids = fields.Many2many(
        "volunteer.document",
        string="Papers",
        domain=[("state", "=", "valid")],
        help="Empty: everything that each of these people still has to accept.",
    )
    date = fields.Date(
        string="Signed on", required=True, default=fields.Date.context_today
    )
    method = fields.Selection(
        [method for method in METHODS if method[0] != "tap"],
        required=True,
        default="scan",
    )
    accepted_by = fields.Char(
        string="Guardian", help="For minors; empty takes the guardian on file."
    )
    relation = fields.Char(string="Relation to the Volunteer")
    file = fields.Binary(string="Scan", attachment=False)
    filename = fields.Char()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "volunteer_ids" in fields and (
            self.env.context.get("active_model") == "volunteer.volunteer"
        ):
            values["volunteer_ids"] = [
                Command.set(self.env.context.get("active_ids") or [])
            ]
        return values

    def action_confirm(self):
        """Note the acceptances and keep the scan with them.

        :raise AccessError: not of the volunteer office, or not of its volunteers
        :raise UserError: a date to come, no scan where one is due, or it is too large
        """
        self.ensure_one()
        self.volunteer_ids._check_officer()
        self.document_ids.check_access("read")
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("The day of signing cannot lie ahead."))
        if self.method in ("scan", "list") and not self.file:
            raise UserError(self.env._("Please add the scan of what was signed."))
        # base64 takes four characters for three bytes
        if self.file and len(self.file) * 3 / 4 > MAX_MEGABYTES * 2**20:
            raise UserError(
                self.env._(
                    "A scan has %(size)s MB at most. Please scan in lower quality.",
                    size=MAX_MEGABYTES,
                )
            )
        attachment = None
        if self.file:
            attachment = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": self.filename or self.env._("Signed paper"),
                        "datas": self.file,
                    }
                )
            )
        acceptances = self.volunteer_ids._accept_documents_sudo(
            self.document_ids or None,
            self.method,
            date=self.date,
            accepted_by=self.accepted_by,
            relation=self.relation,
            attachment=attachment,
        )
        if attachment and not acceptances:
            attachment.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if acceptances else "warning",
                "message": self.env._(
                    "Papers noted: %(count)s.", count=len(acceptances)
                )
                if acceptances
                else self.env._("All of this had been accepted before."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

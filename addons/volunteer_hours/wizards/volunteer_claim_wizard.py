from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerClaimFiles(models.AbstractModel):
    """Files chosen in a dialog, handed on as evidence and not kept a second time."""

    _name = "volunteer.claim.files"
    _description = "Files of a Dialog"

    attachment_ids = fields.Many2many(
        "ir.attachment", string="Evidence", help="Photos (JPEG, PNG) or PDF, up to 9."
    )

    def _take_files(self):
        """Return ``(name, base64)`` of the files that the user added here."""
        files = self.attachment_ids
        own = files.sudo().filtered(
            lambda file: (
                file.create_uid == self.env.user
                and file.res_model in (False, self._name)
                and not file.res_field
            )
        )
        if len(own) != len(files):
            raise UserError(self.env._("Choose files from your own device."))
        taken = [(file.name, (file.datas or b"").decode()) for file in own]
        own.unlink()
        return taken


class VolunteerClaimWizard(models.TransientModel):
    """Claim one's own hours at the desk; the rules are those of ``action_claim``."""

    _name = "volunteer.claim.wizard"
    _inherit = ["volunteer.claim.files"]
    _description = "Claim Hours"

    date = fields.Date(
        string="Date of Service",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    start = fields.Char(
        string="From",
        size=5,
        help="The time of day, like 08:00. May be left empty, but makes it easier to "
        "see that nothing is counted twice.",
    )
    hours = fields.Float(digits=(16, 2), required=True)
    activity_id = fields.Many2one(
        "volunteer.activity",
        domain="[('id', 'in', claimable_ids)]",
        help="One you signed up for, or that your team did.",
    )
    claimable_ids = fields.Many2many(
        "volunteer.activity", compute="_compute_claimable_ids"
    )
    project_id = fields.Many2one(
        "volunteer.project", domain=[("state", "=", "running")]
    )
    organiser = fields.Char(
        help="Only where another body organised the service. Its hours are never on "
        "our certificate."
    )
    description = fields.Text(string="What You Did, and Where", required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "project_id" in fields and not values.get("project_id"):
            values["project_id"] = (
                self.env["volunteer.hour"]._get_last_claimed_project_sudo().id
            )
        return values

    @api.depends_context("uid")
    def _compute_claimable_ids(self):
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        activities = self.env["volunteer.hour"]._get_claimable_activities_sudo(
            volunteer
        )
        for wizard in self:
            wizard.claimable_ids = activities.sudo(False)

    @api.onchange("activity_id")
    def _onchange_activity_id(self):
        if self.activity_id:
            activity = self.activity_id.sudo()
            self.date = activity.date
            self.project_id = activity.project_id
            plan = activity._get_claim_plan_sudo()
            self.start, self.hours = plan["start"], plan["hours"]
            self.organiser = False

    def action_submit(self):
        """Claim the hours and submit them for approval.

        :raise UserError: as in ``volunteer.hour.action_claim``
        """
        line = self._claim()
        line.action_submit()
        return self._tell(line, self.env._("Your claim is submitted for approval."))

    def action_save(self):
        """Claim the hours and keep them as a draft."""
        line = self._claim()
        return self._tell(line, self.env._("Your claim is kept as a draft."))

    def _claim(self):
        self.ensure_one()
        Hour = self.env["volunteer.hour"]
        return Hour.browse(
            Hour.action_claim(
                fields.Date.to_string(self.date),
                round(self.hours * 60),
                self.description,
                project_id=self.project_id.id,
                start=self.start,
                activity_id=self.activity_id.id,
                organiser=self.organiser,
                attachments=self._take_files(),
            )
        )

    def _tell(self, line, message):
        warning = line._get_claim_warnings()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if warning else "success",
                "message": "\n".join([message, *warning]),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class VolunteerEvidenceWizard(models.TransientModel):
    """Add files to hours that are not approved yet."""

    _name = "volunteer.evidence.wizard"
    _inherit = ["volunteer.claim.files"]
    _description = "Add Evidence"

    hour_ids = fields.Many2many(
        "volunteer.hour",
        string="Service Hours",
        readonly=True,
        default=lambda self: self._default_hour_ids(),
    )

    @api.model
    def _default_hour_ids(self):
        context = self.env.context
        if context.get("active_model") != "volunteer.hour":
            return self.env["volunteer.hour"]
        return self.env["volunteer.hour"].browse(context.get("active_ids") or [])

    def action_add(self):
        """Add the files to the lines.

        :raise UserError: no file, or as in ``volunteer.hour.action_add_evidence``
        """
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose a file first."))
        self.hour_ids.action_add_evidence(self._take_files())
        return {"type": "ir.actions.act_window_close"}

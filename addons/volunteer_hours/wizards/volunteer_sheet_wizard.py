from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.sheet_code import read_code


class VolunteerSheetWizard(models.TransientModel):
    """Type a signed sheet in: who was there from when to when, with its scan."""

    _name = "volunteer.sheet.wizard"
    _description = "Type In a Signed Sheet"

    code = fields.Char(help="Eight digits or more, at the top of the sheet.")
    activity_id = fields.Many2one("volunteer.activity")
    scan = fields.Binary(attachment=False, help="PDF, JPEG or PNG of the signed sheet.")
    filename = fields.Char()
    # What a row added for somebody without a sign-up begins with.
    plan_in = fields.Float(compute="_compute_plan")
    plan_out = fields.Float(compute="_compute_plan")
    line_ids = fields.One2many("volunteer.sheet.wizard.line", "wizard_id")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "volunteer.activity":
            activity = self.env["volunteer.activity"].browse(
                self.env.context.get("active_id")
            )
            values["activity_id"] = activity.id
            values["code"] = activity._get_sheet_code()
            values["line_ids"] = self._prepare_lines(activity)
        return values

    @api.depends("activity_id")
    def _compute_plan(self):
        for wizard in self:
            activity = wizard.activity_id
            wizard.plan_in, wizard.plan_out = (
                moment and self._local_hours(activity, moment)
                for moment in (activity.start, activity.stop)
            )

    @api.onchange("code")
    def _onchange_code(self):
        activity_id = read_code(self.code)
        if activity_id != self.activity_id.id:
            # Rights are checked before anything is shown of it.
            activity = self.env["volunteer.activity"].search(
                [("id", "=", activity_id), ("state", "=", "published")]
            )
            self.activity_id = activity
            self.line_ids = [
                Command.clear(),
                *(self._prepare_lines(activity) if activity else []),
            ]
        if self.code and not self.activity_id:
            return {
                "warning": {
                    "title": self.env._("No such sheet"),
                    "message": self.env._(
                        "No activity that can be typed in has this code. Please check "
                        "the digits; closed activities do not change any more."
                    ),
                }
            }
        return None

    def _prepare_lines(self, activity):
        activity._check_leading()
        start, stop = (
            self._local_hours(activity, moment)
            for moment in (activity.start, activity.stop)
        )
        signups = activity.sudo().signup_ids.filtered(
            lambda signup: (
                signup.state in ("confirmed", "attended", "absent")
                and signup.presence == "none"
            )
        )
        return [
            Command.create(
                {
                    "signup_id": signup.id,
                    "volunteer_id": signup.volunteer_id.id,
                    "post_name": signup.post_id.name,
                    "status": "absent" if signup.state == "absent" else "present",
                    "time_in": start,
                    "time_out": stop,
                }
            )
            for signup in signups.sorted(
                lambda signup: (signup.slot_id.id, signup.volunteer_id.code or "")
            )
        ]

    def _local_hours(self, activity, moment):
        moment = activity.sudo().company_id._get_volunteer_time(moment)
        return moment.hour + moment.minute / 60

    def action_apply(self):
        """Note who was there and who was not, and keep the scan as the proof.

        :raise AccessError: not in charge of the activity
        :raise UserError: no activity, no scan, nobody on it, or times that cannot be
        """
        self.ensure_one()
        activity = self.activity_id
        if not activity:
            raise UserError(self.env._("Type the code at the top of the sheet."))
        activity._check_leading()
        name, scan = self.env["volunteer.sign.sheet"]._check_scan(
            self.filename, self.scan
        )
        lines = self.line_ids.filtered(lambda line: line.status != "open")
        if not lines:
            raise UserError(self.env._("Say of somebody that they were there, or not."))
        for line in lines:
            line._check_belongs(activity)
        present = lines.filtered(lambda line: line.status == "present")
        signups = present._note_presence_sudo(activity)
        absent = (lines - present).signup_id.filtered(
            lambda signup: signup.sudo().state == "confirmed"
        )
        absent.action_mark_absent()
        sheet = (
            self.env["volunteer.sign.sheet"]
            .sudo()
            .create(
                {
                    "activity_id": activity.id,
                    "company_id": activity.sudo().company_id.id,
                    "scan": scan,
                    "filename": name,
                    "user_id": self.env.uid,
                    "person_count": len(lines),
                }
            )
        )
        (signups | absent.sudo()).write({"sheet_id": sheet.id})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Typed in: %(present)s present, %(absent)s absent.",
                    present=len(present),
                    absent=len(lines - present),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class VolunteerSheetWizardLine(models.TransientModel):
    """One row of a signed sheet."""

    _name = "volunteer.sheet.wizard.line"
    _description = "Row of a Signed Sheet"

    wizard_id = fields.Many2one(
        "volunteer.sheet.wizard", required=True, ondelete="cascade"
    )
    signup_id = fields.Many2one("volunteer.signup")
    volunteer_id = fields.Many2one("volunteer.volunteer", required=True)
    post_name = fields.Char(string="Post")
    status = fields.Selection(
        [("present", "Present"), ("absent", "Absent"), ("open", "Not on this sheet")],
        required=True,
        default="present",
    )
    time_in = fields.Float()
    time_out = fields.Float()

    def _check_belongs(self, activity):
        """:raise UserError: a row of another activity, or absent without a sign-up"""
        if self.signup_id and (
            self.signup_id.sudo().activity_id != activity
            or self.signup_id.sudo().volunteer_id != self.volunteer_id
        ):
            raise UserError(
                self.env._("Somebody on this sheet belongs to another activity.")
            )
        if not self.signup_id and self.status == "absent":
            raise UserError(
                self.env._(
                    "%(name)s had not signed up, and so cannot be absent.",
                    name=self.volunteer_id.sudo().name,
                )
            )

    def _note_presence_sudo(self, activity):
        """Note these rows as present, one step for all with the same times.

        :return: their sign-ups, as superuser
        """
        activity = activity.sudo()
        self.filtered(lambda line: not line.signup_id).volunteer_id.check_access("read")
        done = activity.signup_ids.browse()
        for (time_in, time_out), lines in self.grouped(
            lambda line: (_clock(line.time_in), _clock(line.time_out))
        ).items():
            signups = lines.signup_id.sudo()
            signups._return_absent_sudo()
            for volunteer in lines.filtered(
                lambda line: not line.signup_id
            ).volunteer_id.sudo():
                signups |= activity._sign_up_walk_in_sudo(volunteer)
            signups._type_times_sudo("paper", time_in, time_out)
            done |= signups
        return done


def _clock(hours):
    """Return ``HH:MM`` of a number of hours."""
    minutes = round(hours * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

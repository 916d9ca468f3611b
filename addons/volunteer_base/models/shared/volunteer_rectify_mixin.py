from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Days before the due date, and days between two reminders.
REMIND_BEFORE, REMIND_AGAIN = 3, 7


#: Heirs in other addons give them anew: then the words are translated there.
RECTIFY_STATES = [
    ("open", "To be put right"),
    ("replied", "To be re-checked"),
    ("closed", "Settled"),
]


class VolunteerRectifyMixin(models.AbstractModel):
    """Something to be put right (整改): reply, re-check (复查), closed (销号)."""

    _name = "volunteer.rectify.mixin"
    _description = "Something to Put Right"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"

    _guarded_fields = (
        "state",
        "reply",
        "date_replied",
        "date_closed",
        "recheck",
        "date_reminded",
    )

    name = fields.Char(string="Finding", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="To Be Put Right by",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    description = fields.Text()
    date_due = fields.Date(
        string="Due",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=14),
        tracking=True,
    )
    reply = fields.Text(readonly=True, copy=False)
    date_replied = fields.Date(string="Replied on", readonly=True, copy=False)
    recheck = fields.Text(string="Re-check", readonly=True, copy=False)
    date_closed = fields.Date(string="Closed on", readonly=True, copy=False)
    date_reminded = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        RECTIFY_STATES,
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_overdue")

    @api.depends("state", "date_due", "company_id")
    def _compute_is_overdue(self):
        for finding in self:
            company = (finding.company_id or self.env.company).sudo()
            finding.is_overdue = (
                finding.state == "open"
                and bool(finding.date_due)
                and finding.date_due < company._get_volunteer_today()
            )

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("state", "=", "open"), ("date_due", "<", "today")]

    @api.model
    def _get_reply_summary(self, env):
        """Return what who puts it right has to do, in the language of ``env``."""
        return env._("Put right what was found, and reply")

    @api.model_create_multi
    def create(self, vals_list):
        findings = super().create(vals_list)
        findings.sudo()._schedule_reply_sudo()
        return findings

    def write(self, vals):
        moved = self.filtered(
            lambda finding: (
                vals.get("owner_id", finding.owner_id.id) != finding.owner_id.id
            )
        )
        result = super().write(vals)
        moved.sudo().activity_ids.unlink()
        moved.sudo().filtered(lambda f: f.state == "open")._schedule_reply_sudo()
        return result

    def _schedule_reply_sudo(self):
        for finding in self:
            self._schedule_todo_sudo(finding, finding.owner_id, finding.date_due, False)

    @api.model
    def _schedule_todo_sudo(self, finding, user, date, recheck):
        if not user:
            return
        spoken = finding.with_context(
            lang=user.lang or "en_US",
            mail_activity_quick_update=True,
            mail_notify_force_send=False,
        )
        summary = (
            spoken.env._("Check again whether this is put right")
            if recheck
            else self._get_reply_summary(spoken.env)
        )
        spoken.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=date,
            summary=summary,
            user_id=user.id,
        )

    def action_reply(self, text):
        """Say what was done about these.

        :param str text: what was done
        :raise AccessError: neither who is to put it right nor the volunteer office
        :raise UserError: no text, or not open
        """
        findings = self._check_may_reply()
        text = self._clean_reason(text, self.env._("Please say what was done."))
        findings._check_state("open")
        findings.write({"state": "replied", "reply": text})
        findings.activity_ids.unlink()
        officers = findings.company_id._get_volunteer_officers_sudo()
        for finding in findings:
            company = finding.company_id
            today = company._get_volunteer_today()
            finding.date_replied = today
            self._schedule_todo_sudo(finding, officers[company], today, True)
        return True

    def _check_may_reply(self):
        """Return these as superuser, where the user may reply."""
        findings = self.sudo()
        if any(finding.owner_id != self.env.user for finding in findings):
            self.check_access("write")
            if not self.env.user.has_group("volunteer_base.group_officer"):
                raise AccessError(self.env._("Somebody else is to put this right."))
        return findings

    def action_close(self, note):
        """Close these after a re-check.

        :param str note: what the re-check found
        :raise AccessError: not of the volunteer office
        :raise UserError: no note, or nobody has replied
        """
        self.check_access("write")
        note = self._clean_reason(
            note, self.env._("Please say what the re-check found.")
        )
        findings = self.sudo()
        findings._check_state("replied")
        for company, group in findings.grouped("company_id").items():
            group.write(
                {
                    "state": "closed",
                    "recheck": note,
                    "date_closed": company._get_volunteer_today(),
                }
            )
        findings.activity_ids.unlink()
        return True

    def action_return(self, reason):
        """Give these back after a re-check: not put right yet.

        :param str reason: what is still to be done
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or nobody has replied
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        findings = self.sudo()
        findings._check_state("replied")
        findings.write({"state": "open", "recheck": reason})
        findings.activity_ids.unlink()
        findings._schedule_reply_sudo()
        return True

    # ------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------

    @api.model
    def _cron_remind_to_put_right(self):
        """Remind each owner of what is due or overdue: one message, at most weekly."""
        due = {}
        mixin = "volunteer.rectify.mixin"
        for name in self.env.registry.descendants([mixin], "_inherit"):
            if name == mixin:
                continue
            for finding in self.env[name].sudo()._get_due_findings_sudo():
                due.setdefault(finding.owner_id, []).append(finding)
        for user, findings in due.items():
            user._remind_to_put_right_sudo(findings)
            for finding in findings:
                finding.date_reminded = finding.company_id._get_volunteer_today()

    @api.model
    def _get_due_findings_sudo(self):
        """Return what is soon due or late, and was not reminded of these days."""
        today = fields.Date.context_today(self)
        findings = self.search(
            [
                ("state", "=", "open"),
                ("date_due", "<=", fields.Date.add(today, days=REMIND_BEFORE + 1)),
                ("owner_id.active", "=", True),
            ]
        )

        def is_due(finding):
            today = finding.company_id._get_volunteer_today()
            if finding.date_due > fields.Date.add(today, days=REMIND_BEFORE):
                return False
            last = finding.date_reminded
            # On the first day after the due date in any case.
            late = last and last <= finding.date_due < today
            return not last or late or (today - last).days >= REMIND_AGAIN

        return findings.filtered(is_due)


class ResUsers(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _remind_to_put_right_sudo(self, findings):
        """Send this user one message about all that is due."""
        self.ensure_one()
        env = self.with_context(lang=self.lang or "en_US").env
        body = env["ir.qweb"]._render(
            "volunteer_base.rectify_reminder",
            {
                "rows": [
                    {
                        "name": finding.name,
                        "date": str(finding.date_due),
                        "late": finding.date_due
                        < finding.company_id._get_volunteer_today(),
                        "url": f"{finding.get_base_url()}/mail/view"
                        f"?model={finding._name}&res_id={finding.id}",
                    }
                    for finding in findings
                ]
            },
        )
        thread = env["mail.thread"].sudo().with_context(mail_notify_force_send=False)
        thread.message_notify(
            partner_ids=self.partner_id.ids,
            subject=env._("Please put right and reply: %(count)s", count=len(findings)),
            body=body,
        )

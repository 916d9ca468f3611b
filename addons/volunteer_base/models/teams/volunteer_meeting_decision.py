from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class VolunteerMeetingDecision(models.Model):
    """What a meeting decided: who sees to it, and until when."""

    _name = "volunteer.meeting.decision"
    _description = "Decision of a Meeting"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"

    _guarded_fields = ("date_done", "result")

    meeting_id = fields.Many2one(
        "volunteer.meeting", required=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one(related="meeting_id.team_id", store=True, index=True)
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True, string="Unit"
    )
    name = fields.Char(string="Decision", required=True)
    owner_id = fields.Many2one(
        "volunteer.volunteer",
        string="Sees to It",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    date_due = fields.Date(string="Due on", index=True, tracking=True)
    date_done = fields.Date(string="Done on", readonly=True, copy=False, tracking=True)
    result = fields.Char(string="Outcome", readonly=True, copy=False, tracking=True)
    # Owners need not read the meeting, of which only its state is looked at.
    overdue = fields.Boolean(
        compute="_compute_overdue", search="_search_overdue", compute_sudo=True
    )

    @api.depends("date_due", "date_done", "meeting_id.state")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for decision in self:
            decision.overdue = bool(
                decision.date_due
                and not decision.date_done
                and decision.meeting_id.state == "held"
                and decision.date_due < today
            )

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = (
            Domain("date_done", "=", False)
            & Domain("date_due", "<", "today")
            & Domain("meeting_id", "any!", [("state", "=", "held")])
        )
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        if not self.env.su:
            decisions._check_meeting_open()
        return decisions

    def write(self, vals):
        changed = {
            name
            for name in ("name", "meeting_id", "owner_id", "date_due")
            if name in vals
        }
        if not self.env.su:
            if any(
                vals.get("meeting_id", decision.meeting_id.id) != decision.meeting_id.id
                for decision in self
            ):
                raise UserError(
                    self.env._(
                        "A decision stays with its meeting. Enter it anew with the "
                        "other one."
                    )
                )
            if "name" in changed:
                self._check_meeting_open()
        result = super().write(vals)
        if changed:
            self.sudo()._schedule_todos_sudo()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        if not self.env.su:
            self._check_meeting_open()

    def _check_meeting_open(self):
        """:raise UserError: the minutes, of which a decision is part, are closed"""
        for meeting in self.sudo().meeting_id:
            if meeting.state == "held":
                raise UserError(
                    self.env._(
                        "The minutes of “%(meeting)s” are closed. Reopen the meeting "
                        "to change them.",
                        meeting=meeting.display_name,
                    )
                )

    def action_done(self, result=False):
        """Note that decisions were carried out.

        :param str result: what came out, if there is something to say
        :raise AccessError: neither who sees to it nor who manages the meeting
        :raise UserError: done already
        """
        self._check_owner_or_in_charge()
        if any(decision.date_done for decision in self.sudo()):
            raise UserError(self.env._("This decision has been carried out already."))
        decisions = self.sudo()
        decisions.write(
            {
                "date_done": fields.Date.context_today(self),
                "result": isinstance(result, str) and result.strip(),
            }
        )
        decisions._schedule_todos_sudo()
        return True

    def action_undo(self):
        """Open decisions again that were noted as done.

        :raise AccessError: neither who sees to it nor who manages the meeting
        """
        self._check_owner_or_in_charge()
        decisions = self.sudo()
        decisions.write({"date_done": False, "result": False})
        decisions._schedule_todos_sudo()
        return True

    def _check_owner_or_in_charge(self):
        """:raise AccessError: the decisions are none of the user's business"""
        self.check_access("read")
        if self.env.su or self.has_access("write"):
            return
        if any(decision.owner_id.user_id != self.env.user for decision in self.sudo()):
            raise AccessError(
                self.env._(
                    "Only who sees to a decision, the leaders of the team and the "
                    "volunteer office may do this."
                )
            )

    def _schedule_todos_sudo(self):
        """Make the to-dos of owners fit: one for what is open, none for the rest.

        Only people who work in the backend have to-dos; the others find their
        decisions on their own page.
        """
        kind = self.env.ref("mail.mail_activity_data_todo")
        # What people noted for themselves is theirs.
        self.activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind and todo.automated
        ).unlink()
        model_id = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": model_id,
                    "res_id": decision.id,
                    "automated": True,
                    "summary": decision.name,
                    "user_id": decision.owner_id.user_id.id,
                    "date_deadline": decision.date_due
                    or fields.Date.context_today(self),
                }
                for decision in self
                if decision.meeting_id.state == "held"
                and not decision.date_done
                and decision.owner_id.user_id
                and not decision.owner_id.user_id.share
                and decision.company_id in decision.owner_id.user_id.company_ids
            ]
        )

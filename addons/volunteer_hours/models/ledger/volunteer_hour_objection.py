from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..approval.volunteer_hour_submission import NO_TURN

OPEN = [("state", "=", "open")]


class VolunteerHour(models.Model):
    """What is said against a line, and what that does to it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    objection_ids = fields.One2many(
        "volunteer.objection",
        "hour_id",
        string="Objections",
        readonly=True,
    )
    is_held = fields.Boolean(
        string="Held by an Objection",
        compute="_compute_is_held",
        compute_sudo=True,
        search="_search_is_held",
        help="Not recorded before the objection is answered.",
    )

    @api.depends("state", "objection_ids.state")
    def _compute_is_held(self):
        for line in self:
            line.is_held = line.state in ("approved", "published") and any(
                objection.state == "open" for objection in line.objection_ids
            )

    @api.model
    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Past the rules: whoever publishes must leave out what somebody else may read.
        held = Domain("state", "in", ("approved", "published")) & Domain(
            "objection_ids", "any!", OPEN
        )
        return held if True in value else ~held

    def action_report_error(self, text):
        """Say that one's own hours are wrong; the volunteer office answers.

        Before the hours are recorded this holds them; afterwards the office takes them
        back by a reversal where the report is right (民政部令第67号, Art. 12–13).

        :param str text: what is wrong
        :return: id of the ``volunteer.objection``
        :raise AccessError: not one's own hours
        :raise UserError: nothing said, said before, or hours one can still correct
        """
        self.ensure_one()
        user = self.env.user
        line = self.sudo()
        if not line.exists() or user not in line._get_owners():
            raise AccessError(self.env._("One reports errors in one's own hours here."))
        return self.env["volunteer.objection"]._raise_sudo(line, text, user=user).id

    def action_open_objections(self):
        """Open what was said against these hours."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_objection_action"
        )
        return {**action, "domain": [("hour_id", "in", self.ids)], "context": {}}

    def _get_owners(self):
        """Return the users whose hours these are."""
        return self.env["res.users"].browse(filter(None, self._get_owner_ids_sudo()))

    def _is_being_recorded(self):
        """Return whether an objection comes too late to hold this line."""
        return self.state == "recorded" or (
            self.state == "published" and self.notice_id.state != "published"
        )

    def _check_objectionable(self):
        """:raise UserError: lines that are not approved can still be corrected"""
        early = self.filtered(
            lambda line: line.state not in ("approved", "published", "recorded")
        )
        if early:
            raise UserError(
                self.env._(
                    "These hours are not approved yet. They are corrected or refused "
                    "instead: %(lines)s.",
                    lines=early[:5].mapped("display_name"),
                )
            )

    def _refuse_after_objection_sudo(self, answer):
        """Take lines out of notice and queue, and give them back to the volunteer.

        Lines refused, cancelled or taken back in the meantime stay as they are.
        """
        lines = self.filtered(
            lambda line: line.state in ("submitted", "approved", "published")
        )
        lines._get_open_approvals().write({"state": "withdrawn"})
        last = lines._get_last_sequences()
        now = fields.Datetime.now()
        self.env["volunteer.approval"].create(
            [
                {
                    "hour_id": line.id,
                    "sequence": last.get(line.id, 0) + 1,
                    "approver_id": self.env.uid,
                    "state": "refused",
                    "decided_by": self.env.uid,
                    "decided_on": now,
                    "note": answer,
                }
                for line in lines
            ]
        )
        reversals = lines.filtered("reverses_id")
        # A refused reversal cannot be corrected; who still wants it makes a new one.
        reversals.write({"state": "cancelled", "notice_id": False, **NO_TURN})
        (lines - reversals).write({"state": "refused", "notice_id": False, **NO_TURN})

    def _may_pass_at_once(self):
        """Not what an objection was upheld against, however well it is proven."""
        return super()._may_pass_at_once() and not any(
            objection.state == "upheld" for objection in self.objection_ids
        )

    def _get_undoable_steps_sudo(self):
        """An answered objection is no decision that one takes back."""
        undoable = super()._get_undoable_steps_sudo()
        answered = {
            (objection.hour_id, objection.answered_on)
            for objection in self.sudo().objection_ids
            if objection.state == "upheld"
        }
        return {
            line: step
            for line, step in undoable.items()
            if (line, step.decided_on) not in answered
        }

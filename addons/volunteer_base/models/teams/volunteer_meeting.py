from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerMeeting(models.Model):
    """A meeting of a team, above all of a leading group or committee."""

    _name = "volunteer.meeting"
    _description = "Volunteer Meeting"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    _guarded_fields = ("state", "cancel_reason")
    # The minutes of a meeting that was held stand as they are, until it is reopened.
    _record_fields = (
        "name",
        "team_id",
        "kind",
        "date",
        "place",
        "attendee_ids",
        "guests",
        "minutes",
    )

    name = fields.Char(string="Subject", required=True, tracking=True)
    team_id = fields.Many2one(
        "volunteer.team",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        related="team_id.company_id", store=True, index=True, string="Unit"
    )
    kind = fields.Selection(
        [
            ("annual", "Annual meeting"),
            ("special", "Special meeting"),
            ("consultative", "Consultative meeting"),
        ],
        required=True,
        default="special",
    )
    date = fields.Datetime(
        string="Date and Time", required=True, index=True, tracking=True
    )
    place = fields.Char()
    attendee_ids = fields.Many2many(
        "volunteer.volunteer", "volunteer_meeting_attendee_rel", string="Attendees"
    )
    guests = fields.Char(help="Who else was there, e.g. of partner units.")
    minutes = fields.Html()
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    cancel_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    decision_ids = fields.One2many(
        "volunteer.meeting.decision", "meeting_id", string="Decisions"
    )
    attendee_count = fields.Integer(
        string="Number of Attendees", compute="_compute_attendee_count"
    )
    decision_count = fields.Integer(
        string="Number of Decisions", compute="_compute_decision_counts"
    )
    open_decision_count = fields.Integer(
        string="Open Decisions", compute="_compute_decision_counts"
    )

    @api.depends("attendee_ids")
    def _compute_attendee_count(self):
        # As superuser: a leader does not see every attendee, but counts them all.
        for meeting in self.sudo():
            meeting.attendee_count = len(meeting.attendee_ids)

    @api.depends("decision_ids.date_done")
    def _compute_decision_counts(self):
        counts = {
            meeting.id: (total, total - done)
            for meeting, total, done in self.env["volunteer.meeting.decision"]
            .sudo()
            ._read_group(
                [("meeting_id", "in", self.ids)],
                ["meeting_id"],
                ["__count", "date_done:count"],
            )
        }
        for meeting in self:
            meeting.decision_count, meeting.open_decision_count = counts.get(
                meeting.id, (0, 0)
            )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for meeting in self:
            day = meeting.date and fields.Datetime.context_timestamp(
                meeting, meeting.date
            )
            meeting.display_name = (
                f"{meeting.name} ({day:%Y-%m-%d})" if day else meeting.name
            )

    def write(self, vals):
        self.check_access("write")
        changed = set(self._record_fields) & set(vals)
        held = self.filtered(lambda meeting: meeting.state == "held")
        if changed and held and not self.env.su:
            raise UserError(
                self.env._(
                    "The minutes of “%(meeting)s” are closed. Reopen the meeting to "
                    "change them.",
                    meeting=held[0].display_name,
                )
            )
        result = super().write(vals)
        if "team_id" in vals:
            # Rights and company of the record were those of the team it had.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_planned_only(self):
        if any(meeting.state == "held" for meeting in self):
            raise UserError(self.env._("A meeting that was held stays on record."))

    def action_add_members(self):
        """Take today's members of the team as attendees.

        :raise AccessError: the user may not change these meetings
        """
        self._check_planned()
        today = fields.Date.context_today(self)
        Member = self.env["volunteer.team.member"].sudo()
        members = dict(
            Member._read_group(
                [*Member._domain_on(today), ("team_id", "in", self.team_id.ids)],
                ["team_id"],
                ["volunteer_id:recordset"],
            )
        )
        for meeting in self.sudo():
            meeting.attendee_ids |= members.get(
                meeting.team_id, meeting.attendee_ids.browse()
            )
        return True

    def action_hold(self):
        """Close the minutes of meetings; who owns a decision gets a to-do.

        :raise AccessError: the user may not change these meetings
        :raise UserError: not planned, in the future, or without attendees
        """
        self._check_planned()
        now = fields.Datetime.now()
        for meeting in self.sudo():
            if meeting.date > now:
                raise UserError(
                    self.env._(
                        "“%(meeting)s” has not begun yet.",
                        meeting=meeting.display_name,
                    )
                )
            if not meeting.attendee_ids:
                raise UserError(
                    self.env._(
                        "Say who attended “%(meeting)s”.", meeting=meeting.display_name
                    )
                )
        self.sudo().write({"state": "held"})
        self.sudo().decision_ids._schedule_todos_sudo()
        return True

    def action_reopen(self):
        """Open meetings again, to correct their minutes or to plan them anew.

        :raise AccessError: the user may not change these meetings
        :raise UserError: a meeting is planned
        """
        self.check_access("write")
        if any(meeting.state == "planned" for meeting in self):
            raise UserError(self.env._("Only held or cancelled meetings are reopened."))
        self.sudo().write({"state": "planned", "cancel_reason": False})
        self.sudo().decision_ids._schedule_todos_sudo()
        return True

    def action_cancel(self, reason):
        """Cancel planned meetings.

        :param str reason: why
        :raise AccessError: the user may not change these meetings
        :raise UserError: no reason, or not planned
        """
        self._check_planned()
        self.sudo().write(
            {"state": "cancelled", "cancel_reason": self._clean_reason(reason)}
        )
        return True

    def action_open_decisions(self):
        """Open the decisions of these meetings."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_meeting_decision_action"
        )
        return {**action, "domain": [("meeting_id", "in", self.ids)], "context": {}}

    def _check_planned(self):
        self.check_access("write")
        for meeting in self:
            if meeting.state != "planned":
                raise UserError(
                    self.env._(
                        "“%(meeting)s” is not a planned meeting.",
                        meeting=meeting.display_name,
                    )
                )

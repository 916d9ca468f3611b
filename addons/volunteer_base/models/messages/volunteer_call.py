from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: What people were asked, and who they were.
ASKED = frozenset(
    (
        "name",
        "kind",
        "company_id",
        "message",
        "activity_id",
        "project_id",
        "start",
        "stop",
        "place",
        "post_id",
        "seats",
        "team_ids",
        "skill_ids",
        "standby_only",
    )
)


class VolunteerCall(models.Model):
    """A call to the standby roster: who may come is asked at once, first come first in.

    Source: 平战结合 (2021 learning-from-Lei-Feng conference of the health ministry): an
    emergency activity calls a standby roster by skill in minutes.
    """

    _name = "volunteer.call"
    _description = "Emergency Call"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _guarded_fields = ("state", "slot_id", "date_called")

    name = fields.Char(
        string="Subject", required=True, help="The first line that everybody reads."
    )
    kind = fields.Selection(
        [
            ("emergency", "Emergency"),
            ("shortage", "Short of hands"),
            ("drill", "Drill"),
        ],
        required=True,
        default="emergency",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("calling", "Calling"),
            ("filled", "Filled"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    message = fields.Text(
        string="Text of the Call",
        required=True,
        help="What has happened, what to bring, where to report.",
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="People are called for this activity. Empty: a new one is made.",
    )
    project_id = fields.Many2one(
        "volunteer.project", check_company=True, ondelete="restrict"
    )
    start = fields.Datetime(
        default=lambda self: (
            fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
            + timedelta(hours=2)
        )
    )
    stop = fields.Datetime(
        default=lambda self: (
            fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
            + timedelta(hours=6)
        )
    )
    place = fields.Char()
    post_id = fields.Many2one(
        "volunteer.post", required=True, check_company=True, ondelete="restrict"
    )
    seats = fields.Integer(
        string="People Needed",
        required=True,
        default=5,
        help="Seats free for this call.",
    )
    slot_id = fields.Many2one(
        "volunteer.activity.slot",
        string="Need",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    team_ids = fields.Many2many(
        "volunteer.team",
        string="Teams",
        check_company=True,
        help="With the teams below them. Empty: every team of the unit.",
    )
    skill_ids = fields.Many2many(
        "volunteer.tag",
        string="Skills",
        domain=[("kind", "=", "skill")],
        help="Only people with all of these.",
    )
    standby_only = fields.Boolean(
        string="Standby Roster Only",
        default=True,
        help="Only members who said that they can be called.",
    )
    date_called = fields.Datetime(string="Called on", readonly=True, copy=False)
    candidate_count = fields.Integer(
        string="People to Call", compute="_compute_candidate_count"
    )
    answer_ids = fields.One2many("volunteer.call.answer", "call_id", readonly=True)
    called_count = fields.Integer(string="People Called", compute="_compute_counts")
    coming_count = fields.Integer(string="People Coming", compute="_compute_counts")
    reserve_count = fields.Integer(string="On the Reserve", compute="_compute_counts")
    declined_count = fields.Integer(string="Cannot Come", compute="_compute_counts")
    silent_count = fields.Integer(string="No Answer", compute="_compute_counts")

    _seats_positive = models.Constraint(
        "CHECK (seats > 0)", "Say how many people are needed."
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "An activity ends after it starts."
    )

    @api.depends("company_id", "team_ids", "skill_ids", "standby_only", "state")
    def _compute_candidate_count(self):
        for call in self:
            called = call.state != "draft" or not call.company_id
            call.candidate_count = 0 if called else len(call._get_candidates_sudo())

    @api.depends("answer_ids.state")
    def _compute_counts(self):
        counts = {}
        for call, state, count in self.env["volunteer.call.answer"]._read_group(
            [("call_id", "in", self.ids)], ["call_id", "state"], ["__count"]
        ):
            counts[call.id, state] = count
        for call in self:
            own = {
                state: counts.get((call._origin.id, state), 0)
                for state in ("called", "willing", "coming", "reserve", "declined")
            }
            call.called_count = sum(own.values())
            call.coming_count = own["coming"]
            call.reserve_count = own["reserve"] + own["willing"]
            call.declined_count = own["declined"]
            call.silent_count = own["called"]

    @api.constrains("activity_id", "project_id", "start", "stop")
    def _check_activity_or_project(self):
        for call in self:
            if not call.activity_id and not (
                call.project_id and call.start and call.stop
            ):
                raise ValidationError(
                    self.env._(
                        "Choose the activity that people are called for, or the "
                        "project and the time of a new one."
                    )
                )

    @api.onchange("activity_id")
    def _onchange_activity_id(self):
        activity = self.activity_id
        if activity:
            self.company_id = activity.company_id
            self.post_id = self.post_id or activity.slot_ids[:1].post_id

    def write(self, vals):
        # What people have answered stays what they were asked.
        if not self.env.su and not ASKED.isdisjoint(vals):
            for call in self:
                if call.state != "draft":
                    raise UserError(
                        self.env._(
                            "People were called with “%(name)s”; it does not change "
                            "any more. Close it, and call anew.",
                            name=call.name,
                        )
                    )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Ending
    # ------------------------------------------------------------------

    def action_close(self):
        """End a call; those on the reserve are thanked.

        :raise UserError: not called, or closed already
        """
        self.check_access("write")
        for call in self:
            if call.state not in ("calling", "filled"):
                raise UserError(
                    self.env._("“%(name)s” is not calling.", name=call.name)
                )
        self.sudo()._close_sudo()
        return True

    def _close_sudo(self):
        self.write({"state": "closed"})
        for call in self:
            waiting = call.answer_ids.filtered(
                lambda answer: answer.state in ("willing", "reserve")
            )
            waiting.volunteer_id._notify_sudo(
                "call",
                lambda volunteer, call=call: (
                    volunteer.env._("Thank you: %(name)s", name=call.name),
                    volunteer.env._(
                        "There were enough people. You need not come, and may make "
                        "other plans."
                    ),
                ),
                activity=call.activity_id,
                urgent=True,
                key=f"call-closed-{call.id}",
                news=True,
            )

    def action_open_answers(self):
        """Open who has answered what."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_call_answer_action"
        )
        return {**action, "domain": [("call_id", "=", self.id)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_called(self):
        if any(call.state != "draft" for call in self):
            raise UserError(self.env._("Only drafts can be deleted."))


class VolunteerHome(models.AbstractModel):
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "calls",
                "title": self.env._("Emergency calls not filled"),
                "hint": self.env._(
                    "Phone those without an answer, or call more teams."
                ),
                "model": "volunteer.call",
                "domain": Domain("state", "=", "calling"),
                "action": "volunteer_base.volunteer_call_action",
                "group": "volunteer_base.group_leader",
            },
        ]

from odoo import api, fields, models

from ..models.activities.volunteer_series_change import PLAIN
from ..tools.recurrence import local_hour


class VolunteerSeriesEdit(models.TransientModel):
    """Ask what shall change, and for which activities of the series."""

    _name = "volunteer.series.edit"
    _description = "Change Series"

    activity_id = fields.Many2one(
        "volunteer.activity", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="activity_id.company_id")
    scope = fields.Selection(
        [
            ("this", "This one only"),
            ("following", "This one and the following"),
            ("all", "All that are still to come"),
        ],
        required=True,
        default="this",
    )
    date = fields.Date(
        required=True, help="The others move by as many days as this one."
    )
    start_hour = fields.Float(string="Starts at", required=True)
    stop_hour = fields.Float(string="Ends at", required=True)
    name = fields.Char(required=True)
    leader_id = fields.Many2one("volunteer.volunteer", ondelete="cascade")
    venue = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.activity"]
            ._fields["venue"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    place = fields.Char()
    online_url = fields.Char(string="Online at")
    counts_hours = fields.Boolean()
    description = fields.Text()
    need_ids = fields.One2many("volunteer.series.edit.need", "edit_id", string="Needs")
    release_conflicts = fields.Boolean(
        string="Cancel the Sign-ups That Collide",
        help="These people are told. Otherwise nothing is changed.",
    )
    summary = fields.Char(compute="_compute_preview")
    obstacles = fields.Text(compute="_compute_preview")
    conflicts = fields.Text(compute="_compute_preview")
    notes = fields.Text(compute="_compute_preview")

    @api.model
    def default_get(self, fields):
        """Fill in what the activity is like now."""
        vals = super().default_get(fields)
        activity = self.env["volunteer.activity"].browse(
            self.env.context.get("default_activity_id")
        )
        if activity.exists():
            vals.update(self._read_activity(activity))
        return {name: value for name, value in vals.items() if name in fields}

    @api.model
    def _read_activity(self, activity):
        tz = activity.company_id.sudo().volunteer_tz
        return {
            **{name: activity[name] for name in PLAIN if name != "leader_id"},
            "leader_id": activity.leader_id.id,
            "date": activity.date,
            "start_hour": local_hour(activity.start, tz),
            "stop_hour": local_hour(activity.stop, tz),
            "need_ids": [
                fields.Command.create({"post_id": slot.post_id.id, "seats": slot.seats})
                for slot in activity.slot_ids
            ],
        }

    def _get_changes(self):
        """Return what differs from the activity, as ``action_change_series`` asks."""
        self.ensure_one()
        activity = self.activity_id
        before = self._read_activity(activity)
        changes = {}
        for name in (*PLAIN, "date", "start_hour", "stop_hour"):
            value = self[name].id if name == "leader_id" else self[name]
            same = value == before[name] or (not value and not before[name])
            if isinstance(value, float):
                # Minutes as decimals of an hour.
                same = abs(value - before[name]) < 1 / 120
            if not same:
                changes[name] = value
        needs = {need.post_id.id: need.seats for need in self.need_ids if need.post_id}
        if needs != {slot.post_id.id: slot.seats for slot in activity.slot_ids}:
            changes["needs"] = needs
        return changes

    @api.depends(
        "scope",
        "need_ids.post_id",
        "need_ids.seats",
        *PLAIN,
        "date",
        "start_hour",
        "stop_hour",
    )
    def _compute_preview(self):
        for wizard in self:
            wizard.summary = wizard.obstacles = wizard.conflicts = wizard.notes = False
            activity = wizard.activity_id
            if not (activity and wizard.date):
                continue
            preview = activity._preview_series_change(
                wizard.scope, wizard._get_changes()
            )
            for name, text in preview.items():
                wizard[name] = text

    def action_confirm(self):
        """Change the activities.

        :raise UserError: as ``volunteer.activity.action_change_series``
        """
        self.ensure_one()
        self.activity_id.action_change_series(
            self.scope, self._get_changes(), self.release_conflicts
        )
        return {"type": "ir.actions.act_window_close"}


class VolunteerSeriesEditNeed(models.TransientModel):
    """Post and seats while a series is changed."""

    _name = "volunteer.series.edit.need"
    _description = "Need While a Series Is Changed"

    edit_id = fields.Many2one(
        "volunteer.series.edit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="edit_id.company_id")
    post_id = fields.Many2one("volunteer.post", required=True, ondelete="cascade")
    seats = fields.Integer(required=True, default=1)

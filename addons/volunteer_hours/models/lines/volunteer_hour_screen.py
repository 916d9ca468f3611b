from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerHour(models.Model):
    """What screens show beside a line. Nothing here is stored."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    my_turn = fields.Boolean(
        string="Waits for Me", compute="_compute_my_turn", search="_search_my_turn"
    )
    turn = fields.Char(string="Waits for", compute="_compute_turn", compute_sudo=True)
    period = fields.Char(
        string="From – Until", compute="_compute_period", compute_sudo=True
    )
    points_shown = fields.Float(
        string="Points",
        digits=(16, 2),
        compute="_compute_points_shown",
        aggregator=None,
    )
    month_hours = fields.Float(
        string="Hours of the Month",
        digits=(16, 2),
        compute="_compute_month_hours",
        compute_sudo=True,
        aggregator=None,
        help="All hours of this volunteer in the month of the service, of any state; "
        "refused and cancelled ones are left out.",
    )
    is_own = fields.Boolean(compute="_compute_is_own", compute_sudo=True)
    can_undo = fields.Boolean(compute="_compute_can_undo", compute_sudo=True)

    @api.depends("state", "approver_id", "approver_group_id")
    @api.depends_context("uid")
    def _compute_my_turn(self):
        mine = self.sudo().filtered_domain(self._get_my_turn_domain())
        for line in self:
            line.my_turn = line in mine

    def _search_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_my_turn_domain()

    @api.model
    def _get_my_turn_domain(self):
        """Return the domain of lines that wait for the user; never one's own."""
        user = self.env.user
        return (
            Domain("state", "=", "submitted")
            & (
                Domain("approver_id", "=", user.id)
                | Domain("approver_group_id", "in", user.all_group_ids.ids)
            )
            & ~self._get_own_domain(user)
        )

    @api.model
    def _get_own_domain(self, user):
        """Return the domain of a user's own hours, as ``_is_own_of`` has it."""
        mine = Domain("user_id", "=", user.id)
        # Past the rules of volunteers: who decides need not see their records.
        return (
            Domain("volunteer_id", "any!", mine)
            | Domain("volunteer_id", "any!", Domain("merged_into_id", "any!", mine))
            | Domain("employee_id", "any!", mine)
        )

    @api.depends("approver_id", "approver_group_id")
    def _compute_turn(self):
        for line in self:
            line.turn = line.approver_id.name or line.approver_group_id.name

    @api.depends("start", "stop", "check_in", "check_out", "company_id.volunteer_tz")
    def _compute_period(self):
        """Clock times in the unit's time zone; of who is still here, the check-in."""
        for line in self:
            moments = (line.start or line.check_in, line.stop or line.check_out)
            line.period = any(moments) and "–".join(
                line.company_id._format_volunteer_clock(moment) for moment in moments
            )

    @api.depends("points")
    def _compute_points_shown(self):
        for line in self:
            line.points_shown = line.points / 100

    @api.depends("volunteer_id", "date", "minutes", "state")
    def _compute_month_hours(self):
        totals = defaultdict(float)
        dates = self.filtered("date").mapped("date")
        if dates:
            for volunteer, month, hours in self._read_group(
                [
                    ("volunteer_id", "in", self.volunteer_id.ids),
                    ("date", ">=", fields.Date.start_of(min(dates), "month")),
                    ("date", "<=", fields.Date.end_of(max(dates), "month")),
                    ("state", "not in", ("refused", "cancelled")),
                    *self._get_day_domain(),
                ],
                ["volunteer_id", "date:month"],
                ["hours:sum"],
            ):
                totals[volunteer.id, month] = hours
        for line in self:
            month = line.date and fields.Date.start_of(line.date, "month")
            line.month_hours = totals[line.volunteer_id.id, month]

    @api.depends("volunteer_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for line in self:
            line.is_own = line._is_own_of(self.env.user)

    @api.depends("state", "approval_ids.decided_by", "approval_ids.state")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        undoable = self._get_undoable_steps_sudo()
        for line in self:
            line.can_undo = line.sudo() in undoable

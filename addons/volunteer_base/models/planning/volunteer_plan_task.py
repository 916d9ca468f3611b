from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

OPEN_STATES = ("todo", "doing")


class VolunteerPlanLine(models.Model):
    """The tasks of a plan: who sees to a line, until when, and how far it is."""

    # One matter a file keeps the files short.
    _name = "volunteer.plan.line"
    _inherit = ["volunteer.plan.line", "volunteer.guard.mixin"]  # pylint: disable=consider-merging-classes-inherited

    _guarded_fields = ("task_state", "date_done")

    date_due = fields.Date(
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="The end of the last planned month unless changed.",
    )
    task_state = fields.Selection(
        [
            ("todo", "To do"),
            ("doing", "In progress"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        string="Progress",
        required=True,
        default="todo",
        readonly=True,
        copy=False,
        index=True,
    )
    date_done = fields.Date(string="Finished on", readonly=True, copy=False)
    result = fields.Text(copy=False, help="What came out, or why it was dropped.")
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_unread_period = fields.Boolean(
        string="Time Not Understood",
        compute="_compute_months",
        store=True,
        precompute=True,
        help="The time is kept as written and the line counts as on demand.",
    )

    # As the months say; a day set by hand is another one, and stays.
    date_proposed = fields.Date(
        compute="_compute_date_due", store=True, precompute=True, copy=False
    )

    @api.depends("month_mask", "plan_id.year")
    def _compute_date_due(self):
        for line in self:
            months = line._get_months()
            day = bool(months and line.plan_id.year) and fields.Date.to_date(
                f"{line.plan_id.year}-{months[-1]:02}-01"
            ) + relativedelta(day=31)
            if not line.date_due or line.date_due == line.date_proposed:
                line.date_due = day
            line.date_proposed = day

    @api.depends("date_due", "task_state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_overdue = bool(
                line.date_due
                and line.date_due < today
                and line.task_state in OPEN_STATES
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        late = Domain("date_due", "<", fields.Date.context_today(self)) & Domain(
            "task_state", "in", OPEN_STATES
        )
        wanted = set(value) if operator == "in" else {value}
        if wanted == {True}:
            return late
        return ~late if wanted == {False} else Domain.TRUE

    @api.model
    def _get_fields_after_approval(self):
        return super()._get_fields_after_approval() | {
            "task_state",
            "date_done",
            "result",
        }

    def action_start_task(self):
        """Note that the work on plan lines has begun.

        :raise AccessError: neither the line's owner nor of the volunteer office
        :raise UserError: the line is finished
        """
        self._check_may_report()
        self._check_task_open()
        self.sudo().write({"task_state": "doing"})
        return True

    def action_finish_task(self, result=False):
        """Note that plan lines were carried out.

        :param str result: what came out, if there is something to say
        :raise AccessError: neither the line's owner nor of the volunteer office
        :raise UserError: the line is finished already
        """
        return self._end_task("done", isinstance(result, str) and result.strip())

    def action_drop_task(self, reason):
        """Note that plan lines will not be carried out.

        :param str reason: why not
        :raise AccessError: neither the line's owner nor of the volunteer office
        :raise UserError: no reason, or the line is finished already
        """
        return self._end_task("dropped", self._clean_reason(reason))

    def _end_task(self, state, text):
        self._check_may_report()
        self._check_task_open()
        vals = {"task_state": state, **({"result": text} if text else {})}
        for company, lines in self.sudo().grouped("company_id").items():
            lines.write({**vals, "date_done": company._get_volunteer_today()})
        return True

    def action_reopen_task(self):
        """Take up plan lines again that were finished or dropped.

        :raise AccessError: neither the line's owner nor of the volunteer office
        """
        self._check_may_report()
        self.sudo().write({"task_state": "todo", "date_done": False})
        return True

    def _check_may_report(self):
        """:raise AccessError: somebody else sees to these lines"""
        self.check_access("read")
        if self.env.su or self.has_access("write"):
            return
        if any(line.user_id != self.env.user for line in self):
            raise AccessError(
                self.env._(
                    "Only the owner of a plan line and the volunteer office report on "
                    "its progress."
                )
            )

    def _check_task_open(self):
        ended = self.filtered(lambda line: line.task_state not in OPEN_STATES)
        if ended:
            raise UserError(
                self.env._(
                    "These lines are finished; reopen them first: %(lines)s.",
                    lines=ended.mapped("name"),
                )
            )

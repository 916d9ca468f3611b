from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Shifts are kept for the hours of their days, which are recorded long before.
KEPT_DAYS = 730


class VolunteerShift(models.Model):
    """A shift of an employee (排班): working time that stands before the schedule.

    On a day with shifts the weekly schedule does not count, nor do public holidays:
    who is on the roster works. A row without times is a day off.
    """

    _name = "volunteer.shift"
    _description = "Shift"
    _order = "date desc, start, id"
    _rec_name = "employee_id"

    employee_id = fields.Many2one("hr.employee", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        compute="_compute_place",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
        compute_sudo=True,
    )
    # As it was when the roster was entered.
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_place",
        store=True,
        precompute=True,
        index=True,
        ondelete="set null",
        compute_sudo=True,
    )
    date = fields.Date(
        required=True,
        index=True,
        default=fields.Date.context_today,
        help="The local date on which the shift begins.",
    )
    start = fields.Datetime(help="Empty, with the end: a day off.")
    stop = fields.Datetime(string="End", help="May lie on the next day.")
    kind = fields.Char(
        string="Shift", help="As the roster calls it: early, night, off."
    )
    is_off = fields.Boolean(string="Day Off", compute="_compute_is_off")

    _employee_day = models.Index("(employee_id, date)")
    _both_times = models.Constraint(
        "CHECK (num_nonnulls(start, stop) IN (0, 2) AND (stop > start) IS NOT FALSE "
        "AND stop - start <= interval '36 hours')",
        "A shift has a start and an end after it, at most 36 hours later; a day off "
        "has neither.",
    )

    @api.depends("employee_id")
    def _compute_place(self):
        for shift in self:
            shift.company_id = shift.employee_id.company_id
            shift.department_id = shift.employee_id.department_id

    @api.depends("start")
    def _compute_is_off(self):
        for shift in self:
            shift.is_off = not shift.start

    @api.onchange("start")
    def _onchange_start(self):
        if self.start:
            company = self.company_id.sudo() or self.env.company
            self.date = company._get_volunteer_date(self.start)

    @api.constrains("date", "start", "employee_id")
    def _check_date(self):
        for shift in self:
            if not shift.start:
                continue
            company = shift.company_id.sudo()
            day = company._get_volunteer_date(shift.start)
            if day != shift.date:
                raise ValidationError(
                    self.env._(
                        "The shift of %(name)s begins on %(day)s, not on %(date)s.",
                        name=shift.employee_id.sudo().name,
                        day=day,
                        date=shift.date,
                    )
                )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for shift in self:
            shift.display_name = f"{shift.employee_id.sudo().name} {shift.date}"

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        self._mark_again_sudo(shifts._get_days())
        return shifts

    def write(self, vals):
        days = self._get_days()
        result = super().write(vals)
        self._mark_again_sudo(days + self._get_days())
        return result

    def unlink(self):
        days = self._get_days()
        result = super().unlink()
        self._mark_again_sudo(days)
        return result

    def _get_days(self):
        return [(shift.employee_id.id, shift.date) for shift in self]

    @api.model
    def _mark_again_sudo(self, days):
        """Compare hours that are not approved yet with the roster as it is now.

        Rosters are often entered after the service. A night shift reaches into the
        next day.

        :param list days: ``(employee id, date)`` of shifts that came or went
        """
        if not days:
            return
        employees, dates = map(set, zip(*days, strict=True))
        self.env["volunteer.hour"].sudo().search(
            [
                ("employee_id", "in", list(employees)),
                ("date", ">=", min(dates)),
                ("date", "<=", max(dates) + timedelta(days=1)),
                ("state", "in", ("draft", "submitted")),
            ]
        )._mark_working_time_sudo()

    @api.autovacuum
    def _gc_old_shifts(self):
        """Delete shifts that nothing is compared with any more."""
        since = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search([("date", "<", since)], limit=10_000).unlink()

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.working_time import get_days, overlaps
from ..lines.volunteer_hour_writing import SNAPSHOT_FIELDS

#: In a context: whoever writes the times marks the lines when all are written.
LATER = object()
#: What decides whether a line lies in working time.
TIMES = SNAPSHOT_FIELDS | {"start", "stop"}


class VolunteerHour(models.Model):
    """Overlap with working time, by the clock times of lines of staff.

    民政部令第67号, Arts. 7 and 19: time really given, and only what is volunteering. A
    line without clock times cannot be compared and stays unmarked.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _complete_create_vals(self, vals_list):
        vals_list = super()._complete_create_vals(vals_list)
        # Nobody is asked for who has no employee, no clock times, or takes back.
        timed = [
            vals
            for vals in vals_list
            if vals.get("employee_id")
            and vals.get("start")
            and vals.get("stop")
            and not vals.get("reverses_id")
        ]
        marks = self._find_in_working_time_sudo(
            (
                vals["employee_id"],
                vals["company_id"],
                fields.Datetime.to_datetime(vals["start"]),
                fields.Datetime.to_datetime(vals["stop"]),
            )
            for vals in timed
        )
        for vals, marked in zip(timed, marks, strict=True):
            vals["in_working_time"] = marked
        return vals_list

    def write(self, vals):
        result = super().write(vals)
        if TIMES & set(vals) and self.env.context.get("volunteer_marks") is not LATER:
            self._mark_working_time_sudo(changed=True)
        return result

    def _close_presence_sudo(self, when, *, capped=False):
        # People leave with different times: they are marked together, at the end.
        lines = self.with_context(volunteer_marks=LATER)
        result = super(VolunteerHour, lines)._close_presence_sudo(when, capped=capped)
        self._mark_working_time_sudo(changed=True)
        return result

    def _mark_working_time_sudo(self, *, changed=False):
        """Mark the lines that overlap with working time, and only those.

        Four queries for any number of lines, none where nobody is an employee.

        :param bool changed: the times are new ones, of which nothing was confirmed yet
        """
        timed = self.sudo().filtered(
            lambda line: (
                line.employee_id
                and line.start
                and line.stop
                and not line.reverses_id
                and line.state != "recorded"
            )
        )
        marks = self._find_in_working_time_sudo(
            (line.employee_id.id, line.company_id.id, line.start, line.stop)
            for line in timed
        )
        marked = timed.browse(
            line.id for line, mark in zip(timed, marks, strict=True) if mark
        )
        rest = self.sudo().filtered(
            lambda line: not line.reverses_id and line.state != "recorded"
        )
        stale = (rest - marked).filtered("in_working_time")
        stale.write({"in_working_time": False})
        marked.filtered(lambda line: not line.in_working_time).write(
            {"in_working_time": True}
        )
        # What was confirmed was said of other times.
        unsaid = rest.filtered("off_duty") if changed else stale.filtered("off_duty")
        unsaid.write({"off_duty": False, "off_duty_by": False, "off_duty_on": False})

    def _freeze_steps_sudo(self):
        # Shifts and time off are often known only after the service.
        self._mark_working_time_sudo()
        self._check_working_time_policy()
        return super()._freeze_steps_sudo()

    def _check_working_time_policy(self):
        """:raise UserError: the unit blocks services in working time until confirmed"""
        blocked = self.filtered(lambda line: line._is_blocked_in_working_time())
        if blocked:
            raise UserError(
                self.env._(
                    "In working time: %(lines)s. The department head or the volunteer "
                    "office confirms time off first.",
                    lines=blocked[:5].mapped("display_name"),
                )
            )

    def _is_blocked_in_working_time(self):
        self.ensure_one()
        policy = self.company_id.volunteer_working_time
        return policy == "block" and self._lacks_off_duty()

    def _filter_blocked_in_working_time_sudo(self):
        """Return the lines that cannot be submitted before time off is confirmed."""
        lines = self.filtered(
            lambda line: line.company_id.volunteer_working_time == "block"
        )
        if lines:
            lines._mark_working_time_sudo()
        return lines.filtered(lambda line: line._lacks_off_duty())

    @api.model
    def _find_in_working_time_sudo(self, services):
        """Return for each service whether it overlaps with working time.

        :param services: iterable of ``(employee id, company id, start, stop)``
        :return: list of bool, False wherever the unit does not compare
        """
        services = list(services)
        companies = self.env["res.company"].sudo()
        asking = {
            company_id: companies.browse(company_id).volunteer_tz
            for company_id in {company_id for _e, company_id, *_t in services}
            if companies.browse(company_id).volunteer_working_time != "off"
        }
        days = [
            get_days(start, stop, asking[company_id])
            if company_id in asking and start < stop
            else []
            for _employee, company_id, start, stop in services
        ]
        work = self.env["hr.employee"]._get_work_periods_sudo(
            (service[0], day)
            for service, touched in zip(services, days, strict=True)
            for day in touched
        )
        return [
            any(overlaps(start, stop, work[employee_id, day]) for day in touched)
            for (employee_id, _company, start, stop), touched in zip(
                services, days, strict=True
            )
        ]

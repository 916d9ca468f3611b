from odoo import models


class VolunteerHour(models.Model):
    """Claims of staff: when it was, so that it can be compared with working time."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _get_claim_problems_sudo(self):
        problems = super()._get_claim_problems_sudo()
        # The volunteer office knows what it enters.
        if self.env.user.has_group("volunteer_base.group_officer"):
            return problems
        claims = self.sudo().filtered(
            lambda line: line.source == "claim" and not line.reverses_id
        )
        for line in claims._filter_lacks_time_sudo():
            problems[line].append(
                self.env._(
                    "%(date)s was a working day for %(name)s: say at what time the "
                    "service began.",
                    date=line.date,
                    name=line.volunteer_id.name,
                )
            )
        for line in claims:
            if line._is_blocked_in_working_time():
                problems[line].append(
                    self.env._(
                        "%(line)s: at that time there was work, by shifts or working "
                        "schedule. If it was time off, ask the volunteer office to "
                        "enter the hours.",
                        line=line.display_name,
                    )
                )
        return problems

    def _filter_lacks_time_sudo(self):
        """Return the lines of staff without clock times on a day they worked.

        Four queries for any number of lines, none where nobody is an employee.
        """
        timeless = self.filtered(
            lambda line: (
                line.employee_id
                and not (line.start and line.stop)
                and line.company_id.volunteer_working_time != "off"
            )
        )
        work = self.env["hr.employee"]._get_work_periods_sudo(
            (line.employee_id.id, line.date) for line in timeless
        )
        return timeless.filtered(
            lambda line: work.get((line.employee_id.id, line.date))
        )

from odoo import api, fields, models
from odoo.fields import Domain

#: How far back a form offers activities, in days; older ones are too late in any unit
#: that sets a limit, and would make the list long.
OFFERED_DAYS = 31
MOST_OFFERED = 50


class VolunteerHour(models.Model):
    """What forms of claims offer and say. Rules are elsewhere."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_claimable_activities_sudo(self, volunteer):
        """Return activities whose hours a volunteer may claim, the latest first.

        Left out are those that gave them hours already.

        :param volunteer: as superuser, or none
        """
        Activity = self.env["volunteer.activity"].sudo()
        if not volunteer:
            return Activity
        since = fields.Datetime.subtract(fields.Datetime.now(), days=OFFERED_DAYS)
        having = self.sudo()._read_group(
            [
                ("volunteer_id", "in", volunteer._with_merged_sudo().ids),
                ("activity_id", "!=", False),
                ("state", "not in", ("refused", "cancelled")),
            ],
            ["activity_id"],
        )
        return Activity.search(
            self._get_claimable_domain(volunteer)
            & Domain("start", ">", since)
            & Domain("id", "not in", [activity.id for (activity,) in having]),
            order="start desc, id desc",
            limit=MOST_OFFERED,
        )

    @api.model
    def _get_last_claimed_project_sudo(self):
        """Return the running project of the user's last claim, or none."""
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        last = self.sudo().search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("source", "=", "claim"),
                ("project_id.state", "=", "running"),
                ("activity_id", "=", False),
            ],
            order="id desc",
            limit=1,
        )
        return last.project_id.sudo(False)

    def _format_claimed_start(self):
        """Return the time of day at which a claim began, ``HH:MM``, or nothing."""
        self.ensure_one()
        return self.company_id._format_volunteer_clock(self.start)

    def _get_claim_warnings(self):
        """Return what whoever claims should know, as sentences."""
        texts = []
        for line in self.sudo():
            if line.long_day:
                texts.append(
                    self.env._(
                        "%(hours)g hours on %(date)s is a long day: whoever approves "
                        "sees that.",
                        hours=line.day_hours,
                        date=line.date,
                    )
                )
            if line.signup_overlap:
                texts.append(
                    self.env._(
                        "At that time there is a sign-up: %(signups)s. If the service "
                        "was another one, please tell its leader.",
                        signups=line.signup_overlap_text,
                    )
                )
        return texts


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _get_claim_plan_sudo(self):
        """Return what a claim begins with: the planned start and length of the day.

        :return: ``start`` (``HH:MM``) and ``hours`` in whole rounding units
        :rtype: dict
        """
        self.ensure_one()
        activity = self.sudo()
        company = activity.company_id
        start, stop = (
            company._get_volunteer_time(moment)
            for moment in (activity.start, activity.stop)
        )
        minutes = (stop - start).total_seconds() // 60
        if stop.date() > start.date():
            minutes = min(minutes, 24 * 60 - start.hour * 60 - start.minute)
        unit = int(company.volunteer_rounding_unit)
        return {"start": f"{start:%H:%M}", "hours": minutes // unit * unit / 60}

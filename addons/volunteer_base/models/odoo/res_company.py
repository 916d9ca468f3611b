from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

from ...tools.local_time import format_period


class ResCompany(models.Model):
    _inherit = "res.company"

    volunteer_tz = fields.Selection(
        _tz_get,
        string="Volunteering Time Zone",
        required=True,
        default="Asia/Shanghai",
        help="Decides on which day an activity or a service falls.",
    )

    volunteer_trial = fields.Boolean(
        string="Volunteers Start on Trial",
        help="Accepted applicants serve on trial before they are registered. "
        "Staff whom their department registers are registered at once when they "
        "confirm.",
    )
    volunteer_trial_services = fields.Integer(
        string="Services on Trial",
        default=5,
        help="Services after which a trial may end.",
    )
    volunteer_trial_hours = fields.Float(
        string="Hours on Trial",
        default=10,
        help="Recorded hours after which a trial may end.",
    )
    volunteer_no_show_limit = fields.Integer(
        string="No-shows before a Suspension",
        default=2,
        help="So many unexcused absences propose a suspension to the volunteer "
        "office; 0 proposes none.",
    )
    volunteer_no_show_months = fields.Integer(
        string="No-show Period",
        default=12,
        help="Months in which unexcused absences add up.",
    )
    volunteer_reconfirm_months = fields.Integer(
        string="Confirm Data Again after",
        default=12,
        help="Months after which volunteers are asked whether their data is still "
        "right; 0 never asks.",
    )
    volunteer_requirements = fields.Boolean(
        string="Papers and Courses before the First Service",
        default=True,
        help="Whoever has not accepted the required papers and passed the required "
        "courses cannot sign up, and is told what is missing.",
    )
    volunteer_expiry_notice_days = fields.Integer(
        string="Warn before a Qualification Ends",
        default=30,
        help="Days before its last day on which volunteer and office are told, once.",
    )
    volunteer_join_open = fields.Boolean(
        string="Applications on the Join Page",
        default=True,
        help="People can apply at /volunteer/join.",
    )
    volunteer_minor_daily_hours = fields.Float(
        string="Daily Hours of Minors",
        default=4,
        help="Most hours a day for volunteers under 18.",
    )
    volunteer_minor_from = fields.Float(
        string="Minors Serve from",
        default=7,
        help="Earliest time of day for volunteers under 18.",
    )
    volunteer_minor_until = fields.Float(
        string="Minors Serve until",
        default=20,
        help="Latest time of day for volunteers under 18.",
    )
    volunteer_minor_group_size = fields.Integer(
        string="Children a Group Leader",
        default=10,
        help="Most children under 14 for one person in charge of a group.",
    )

    _volunteer_people_range = models.Constraint(
        "CHECK (volunteer_trial_services >= 0 AND volunteer_trial_hours >= 0 "
        "AND volunteer_no_show_limit >= 0 AND volunteer_no_show_months >= 0 "
        "AND volunteer_reconfirm_months >= 0 AND volunteer_minor_daily_hours >= 0 "
        "AND volunteer_minor_group_size >= 0 AND volunteer_expiry_notice_days >= 0)",
        "Limits of the volunteers' settings cannot be negative.",
    )
    _volunteer_minor_times = models.Constraint(
        "CHECK (0 <= volunteer_minor_from "
        "AND volunteer_minor_from < volunteer_minor_until "
        "AND volunteer_minor_until <= 24)",
        "The hours in which minors serve lie within one day.",
    )

    def _get_volunteer_time(self, moment):
        """Return a moment by the clocks of this unit, whoever asks from wherever.

        :param datetime moment: naive UTC
        :return: the same moment with the unit's time zone; without a unit the user's
        :rtype: datetime
        """
        zoned = self.with_context(tz=self.sudo().volunteer_tz)
        return fields.Datetime.context_timestamp(zoned, moment)

    def _get_volunteer_date(self, moment):
        """Return the date in this unit at a moment in naive UTC."""
        return self._get_volunteer_time(moment).date()

    def _get_volunteer_today(self):
        """Return the date that it is in this unit now."""
        self.ensure_one()
        return self._get_volunteer_date(fields.Datetime.now())

    def _format_volunteer_clock(self, moment):
        """Return the time of day in this unit as ``HH:MM``; without a moment empty."""
        return f"{self._get_volunteer_time(moment):%H:%M}" if moment else ""

    def _format_volunteer_period(self, start, stop):
        """Return from when to when something is, in the language of the reader."""
        return format_period(
            start,
            stop,
            self.sudo().volunteer_tz,
            self.env.lang or "en_US",
            self._get_volunteer_date(fields.Datetime.now()),
        )

    @api.model
    def _get_volunteer_day_domain(self, domain_of):
        """Return a domain on dates, for records of all units: each has its own today.

        :param domain_of: makes the domain of a date, the unit's today
        """
        units = self.sudo().with_context(active_test=False)
        return Domain.OR(
            Domain("company_id", "in", group.ids)
            & domain_of(group[:1]._get_volunteer_today())
            for group in units.search([]).grouped("volunteer_tz").values()
        )

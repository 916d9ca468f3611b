from odoo import fields, models

from ...tools.recurrence import local_hour, local_period

COPIED = (
    "name",
    "venue",
    "place",
    "online_url",
    "counts_hours",
    "description",
)


class VolunteerActivityTemplate(models.Model):
    """An activity that is planned again and again, without fixed days."""

    _name = "volunteer.activity.template"
    _description = "Activity Template"
    _inherit = ["volunteer.guard.mixin", "volunteer.pattern.mixin"]
    _order = "name, id"
    _check_company_auto = True

    _guarded_fields = ()

    active = fields.Boolean(default=True)
    need_ids = fields.One2many(
        "volunteer.pattern.need", "template_id", string="Needs", copy=True
    )

    def action_make_activities(self, dates):
        """Make a draft of this template on each of some days.

        :param list dates: local dates, or texts like ``2026-11-24``
        :return: ids of the activities
        :rtype: list
        :raise AccessError: the user may not plan activities of this team
        """
        self.ensure_one()
        self.check_access("read")
        Activity = self.env["volunteer.activity"]
        Activity.check_access("create")
        tz = self.company_id.sudo().volunteer_tz
        vals_list = []
        for day in sorted({fields.Date.to_date(day) for day in dates}):
            start, stop = local_period(day, self.start_hour, self.stop_hour, tz)
            vals_list.append(self._prepare_activity_vals(start, stop))
        return Activity.create(vals_list).ids


class VolunteerActivity(models.Model):
    """Templates and series made from an activity."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_save_as_template(self):
        """Keep an activity as a template, and open that.

        :raise AccessError: the user may not change the activity
        """
        self.ensure_one()
        self.check_access("write")
        template = self.env["volunteer.activity.template"].create(
            self._prepare_pattern_vals()
        )
        return self._open_pattern(template)

    def action_make_series(self):
        """Make a series, still a draft, of which an activity is the pattern.

        :raise AccessError: the user may not change the activity
        """
        self.ensure_one()
        self.check_access("write")
        local = self.company_id._get_volunteer_time(self.start)
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[local.weekday()]
        # The activity itself is there already.
        day = fields.Date.add(local.date(), days=1)
        series = self.env["volunteer.series"].create(
            {**self._prepare_pattern_vals(), weekday: True, "date_from": day}
        )
        return self._open_pattern(series)

    def _prepare_pattern_vals(self):
        """Return the values of a template or series like this activity."""
        self.ensure_one()
        tz = self.company_id.sudo().volunteer_tz

        def before(moment, unit):
            seconds = (self.start - moment).total_seconds() if moment else 0
            return max(0, round(seconds / unit))

        hour, day = 3600, 24 * 3600
        return {
            **{name: self[name] for name in COPIED},
            "company_id": self.company_id.id,
            "project_id": self.project_id.id,
            "team_id": self.team_id.id,
            "leader_id": self.leader_id.id,
            "start_hour": local_hour(self.start, tz),
            "stop_hour": local_hour(self.stop, tz),
            "opens_days": before(self.signup_from, day),
            "opens_all_days": before(self.own_team_until, day),
            "closes_hours": before(self.signup_until, hour),
            "need_ids": [
                fields.Command.create({"post_id": slot.post_id.id, "seats": slot.seats})
                for slot in self.slot_ids
                if slot.seats
            ],
        }

    def _open_pattern(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_roles(self):
        return {
            **super()._get_merge_roles(),
            "volunteer.series": {"leader_id": [("state", "!=", "ended")]},
            "volunteer.activity.template": {"leader_id": []},
        }

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerHour(models.Model):
    """“Waits for me”: what stands beside the line under the cursor."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def get_queue_panel(self):
        """Return all that an approver looks at before deciding on this line.

        Dates and times are texts as the server writes them, hours floats; whoever may
        read the line may read this.

        :return: dict with ``name``, ``code``, ``department``, ``service``, ``date``,
            ``period``, ``hours``, ``unit`` (rounding, in minutes), ``source``,
            ``description``, ``signs``, ``evidence``, ``month``, ``route``, ``history``
        :raise AccessError: the user may not read the line
        """
        self.ensure_one()
        self.check_access("read")
        line = self.sudo()
        return {
            "id": line.id,
            "name": line.volunteer_id.name,
            "code": line.volunteer_id.code,
            "department": line.department_id.name,
            "service": line.activity_id.display_name or line.project_id.name,
            "date": fields.Date.to_string(line.date),
            "period": line.period,
            "hours": line.hours,
            "unit": int(line.company_id.volunteer_rounding_unit),
            "source": line._get_label("source"),
            "method": line._get_label("method"),
            "proven": line.proven,
            "description": line.description,
            "signs": line.queue_signs or [],
            "evidence": line._get_queue_evidence_sudo(),
            "month": line._get_queue_month_sudo(),
            "route": line._get_queue_route_sudo(),
            "history": line._get_queue_history_sudo(),
        }

    def _get_label(self, name):
        """Return what a selection field shows, in the user's language."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _get_queue_evidence_sudo(self):
        """Return ``[{"id", "name", "mimetype"}]`` of the files with a claim."""
        return []

    def _get_queue_month_sudo(self):
        """Return the days of the month with the volunteer's hours."""
        first = self._get_month()
        days = self._get_month_days_sudo()[self.volunteer_id, first]
        return {
            "first": fields.Date.to_string(first),
            "last": fields.Date.to_string(fields.Date.end_of(first, "month")),
            "total": round(sum(hours for _day, _proven, hours, _count in days), 2),
            "reminder": self.company_id.volunteer_month_reminder,
            "days": [
                {"date": fields.Date.to_string(day), "proven": proven, "hours": hours}
                for day, proven, hours, _count in days
            ],
        }

    def _get_queue_route_sudo(self):
        """Return the steps of a line in their order, with who decided what."""
        labels = dict(
            self.env["volunteer.approval"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        return [
            {
                "id": step.id,
                "who": step.approver_id.name or step.group_id.name,
                "by": step.decided_by.name,
                "on": fields.Datetime.to_string(step.decided_on),
                "state": step.state,
                "label": labels[step.state],
                "note": step.note,
                "old": step.new_minutes and step.old_minutes / 60,
                "new": step.new_minutes / 60,
            }
            for step in self.env["volunteer.approval"].search_fetch(
                [("hour_id", "=", self.id)], order="sequence, id"
            )
        ]

    def _get_queue_history_sudo(self):
        """Return how lines of this volunteer were decided within a year."""
        since = fields.Datetime.now() - relativedelta(years=1)
        counts = dict(
            self.env["volunteer.approval"]._read_group(
                [
                    ("hour_id.volunteer_id", "=", self.volunteer_id.id),
                    ("decided_on", ">=", since),
                    ("state", "in", ("approved", "refused")),
                ],
                ["state"],
                ["hour_id:count_distinct"],
            )
        )
        return {
            "approved": counts.get("approved", 0),
            "refused": counts.get("refused", 0),
        }

    @api.model
    def get_queue_elsewhere(self):
        """Return what waits for the user in units that are not switched on.

        :return: ``[{"id": company id, "name": its name, "count": lines}]``
        """
        user = self.env.user
        elsewhere = user.company_ids - self.env.companies
        if not elsewhere:
            return []
        domain = self._get_my_turn_domain() & Domain("company_id", "in", elsewhere.ids)
        return [
            {"id": company.id, "name": company.name, "count": count}
            for company, count in self.sudo()._read_group(
                domain, ["company_id"], ["__count"]
            )
        ]

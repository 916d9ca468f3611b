from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .volunteer_hour_signs import SIGN


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
            ``description``, ``signs``, ``evidence``, ``month``, ``trail`` (as of
            ``get_trail``), ``off_duty`` (the user may confirm it) and ``history``
        :raise AccessError: the user may not read the line
        """
        self.ensure_one()
        self.check_access("read")
        line = self.sudo()
        days = line._get_month_days_sudo()[line.volunteer_id, line._get_month()]
        signs = line._get_queue_signs(days, line.company_id._get_volunteer_today())
        # The names of all at once.
        steps = line.approval_ids
        people = line.create_uid | line.submitted_by | steps.approver_id
        (people | steps.decided_by).mapped("name")
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
            "signs": [dict(zip(SIGN, sign, strict=True)) for sign in signs],
            "evidence": line._get_queue_evidence_sudo(),
            "month": line._get_queue_month(days),
            "trail": self._get_trail_sudo()[line.id],
            "off_duty": bool(line.in_working_time) and self.can_confirm_off_duty,
            "history": line._get_queue_history_sudo(),
        }

    def _get_label(self, name):
        """Return what a selection field shows, in the user's language."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def get_queue_evidence(self):
        """Return the files with this line, for the viewer.

        :return: ``[{"id": of the row, "name": file name, "mimetype": its kind}]``
        :raise AccessError: the user may not read the line
        """
        self.ensure_one()
        self.check_access("read")
        return self.sudo()._get_queue_evidence_sudo()

    def _get_queue_evidence_sudo(self):
        return [
            {
                "id": evidence.id,
                "name": evidence.name or "",
                "mimetype": evidence.mimetype,
            }
            for evidence in self.env["volunteer.hour.evidence"].search_fetch(
                [("hour_id", "=", self.id)], ["name", "mimetype"], order="id"
            )
        ]

    def _get_queue_month(self, days):
        """Return the month of this line, of days as of ``_get_month_days_sudo``."""
        first = self._get_month()
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

    def get_queue_ready(self):
        """Return which of these lines the user can approve now, and why not the rest.

        :return: ``{"ready": ids, "reasons": at most five sentences}``
        """
        mine = self.exists()._filtered_access("read")
        reasons = mine._get_cannot_decide_reasons()
        mine = mine.filtered(lambda line: line.id not in reasons)
        unsaid = mine._filter_off_duty_unsaid_sudo()
        ready = mine.filtered(lambda line: line.id not in unsaid.ids)
        said = list(dict.fromkeys(reasons.values()))
        if unsaid:
            said.append(unsaid._describe_off_duty_unsaid())
        if not said and len(ready) < len(self):
            said.append(self.env._("Somebody else has decided meanwhile."))
        return {"ready": ready.ids, "reasons": said[:5]}

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

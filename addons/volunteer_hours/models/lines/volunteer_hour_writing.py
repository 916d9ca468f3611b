from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS

from ...tools.granting import hours_from_minutes

# What a claim or an import may bring; methods fill the rest.
INPUT_FIELDS = frozenset(
    (
        "volunteer_id",
        "project_id",
        "activity_id",
        "date",
        "start",
        "stop",
        "minutes",
        "organiser",
        "description",
        "source",
        "late_reason",
        "override_reason",
    )
)
# What the snapshot of the day depends on.
SNAPSHOT_FIELDS = frozenset(("volunteer_id", "project_id", "activity_id", "date"))
EDITABLE_STATES = ("draft", "refused")


class VolunteerHour(models.Model):
    """Create and write: input comes in, everything else is derived."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_guarded_fields(self):
        """Everything stored but the input."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store and name not in INPUT_FIELDS and name not in MAGIC_COLUMNS
        )

    @api.model
    def _prepare_create_values(self, vals_list):
        """Ask for the defaults once for all lines that bring the same values.

        Odoo asks anew for each line; they follow from the names of what is given alone.
        """
        if any(field.precompute for field in self._fields.values()):
            # No field of ours: those of another module follow from the values.
            return super()._prepare_create_values(vals_list)
        patterns, prepared = {}, []
        for vals in vals_list:
            names = frozenset(vals)
            if names not in patterns:
                patterns[names] = super()._prepare_create_values([vals])[0]
            # What Odoo leaves out, or sets itself, is not taken from the values.
            if names.isdisjoint(MAGIC_COLUMNS):
                prepared.append({**patterns[names], **vals})
            else:
                prepared += super()._prepare_create_values([vals])
        return prepared

    @api.model
    def _complete_create_vals(self, vals_list):
        """Fill what follows from the input, in a fixed number of queries."""
        today = fields.Date.context_today(self)
        for vals in vals_list:
            vals["date"] = fields.Date.to_date(vals.get("date", today))
        Volunteer = self.env["volunteer.volunteer"]
        context = Volunteer._get_service_context_sudo(
            (vals["volunteer_id"], vals["date"]) for vals in vals_list
        )
        working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
        services, due_dates = {}, {}
        for vals in vals_list:
            where = context[vals["volunteer_id"], vals["date"]]
            key = (vals.get("project_id"), vals.get("activity_id"))
            if key not in services:
                services[key] = self._get_service_sudo(*key)
            project, activity = services[key]
            company = activity.company_id or project.company_id
            vals.update(
                project_id=project.id,
                employee_id=where.employee_id,
                department_id=where.department_id,
                team_id=where.team_id or activity.team_id.id or project.team_id.id,
                company_id=company.id or where.company_id,
            )
            vals["hours"] = self._hours_of(vals.get("minutes") or 0, vals["company_id"])
            key = (vals["company_id"], vals["date"])
            if key not in due_dates:
                company = self.env["res.company"].sudo().browse(vals["company_id"])
                due_dates[key] = working_days.add(
                    vals["date"], company.volunteer_recording_days
                )
            vals["due_date"] = due_dates[key]
        return super()._complete_create_vals(vals_list)

    @api.model
    def _hours_of(self, minutes, company_id):
        """:raise UserError: minutes of which no exact hours can be made"""
        try:
            return hours_from_minutes(minutes)
        except ValueError as error:
            company = self.env["res.company"].sudo().browse(company_id)
            raise UserError(
                self.env._(
                    "The hours are not a multiple of %(unit)d minutes.",
                    unit=int(company.volunteer_rounding_unit),
                )
            ) from error

    @api.model
    def _get_service_sudo(self, project_id, activity_id):
        """Return project and activity; an activity brings its project along."""
        activity = self.env["volunteer.activity"].sudo().browse(activity_id or ())
        project = self.env["volunteer.project"].sudo().browse(project_id or ())
        return project or activity.project_id, activity

    @api.model_create_multi
    def create(self, vals_list):
        # The database checks overlaps against what is written, not against the cache.
        self.flush_model(["state", "start", "stop", "reversed"])
        if not self.env.su:
            # Names are shown on lines: one enters hours of people one may see only.
            self.env["volunteer.volunteer"].browse(
                {vals["volunteer_id"] for vals in vals_list if vals.get("volunteer_id")}
            ).check_access("read")
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.source != "checkin")._check_claims()
        return lines

    def write(self, vals):
        self._check_unlocked()
        if not INPUT_FIELDS & set(vals):
            return super().write(vals)
        self._check_editable(vals)
        result = super().write(vals)
        if SNAPSHOT_FIELDS & set(vals):
            self._derive_sudo()
        elif "minutes" in vals:
            hours = self._hours_of(vals["minutes"] or 0, self[:1].sudo().company_id.id)
            self.sudo().write({"hours": hours})
        if not self.env.su:
            self._check_claims()
        return result

    def _derive_sudo(self):
        """Fill again what follows from the input, for the whole set at once."""
        lines = self.sudo()
        completed = self._complete_create_vals(
            [line._prepare_derive_vals() for line in lines]
        )
        buckets = defaultdict(list)
        for line, vals in zip(lines, completed, strict=True):
            derived = sorted((name, vals[name]) for name in vals.keys() - INPUT_FIELDS)
            buckets[tuple(derived)].append(line.id)
        for derived, line_ids in buckets.items():
            self.sudo().browse(line_ids).write(dict(derived))

    def _prepare_derive_vals(self):
        """Return what the snapshot of this line is derived from."""
        self.ensure_one()
        return {
            "volunteer_id": self.volunteer_id.id,
            "project_id": self.project_id.id,
            "activity_id": self.activity_id.id,
            "date": self.date,
            "minutes": self.minutes,
        }

    def _check_guarded_fields(self, vals):
        """Users bring input only; whatever else a line holds is set by methods."""
        if self.env.su:
            return
        foreign = sorted(vals.keys() & self._fields.keys() - INPUT_FIELDS)
        if foreign:
            raise AccessError(
                self.env._(
                    "These values of service hours are set by their buttons only: "
                    "%(fields)s.",
                    fields=[
                        self._fields[name]._description_string(self.env)
                        for name in foreign
                    ],
                )
            )
        if vals.get("source") == "checkin":
            raise AccessError(self.env._("Presence is proven by check-in only."))

    def _check_unlocked(self):
        """The ledger's lock with a good message; the trigger holds other paths."""
        locked = self.filtered(lambda line: line.state == "recorded")
        if locked:
            raise UserError(
                self.env._(
                    "Recorded hours do not change: %(lines)s. Reverse them instead.",
                    lines=locked[:5].mapped("display_name"),
                )
            )

    def _check_editable(self, vals):
        """Presence and reversals are not rewritten: others stand behind them."""
        if self.env.su:
            return
        if any(line.source != vals.get("source", line.source) for line in self):
            raise UserError(self.env._("Where hours come from does not change."))
        made = self.filtered(
            lambda line: (
                line.reverses_id
                or (line.source == "checkin" and vals.keys() - {"description"})
            )
        )
        if made:
            raise UserError(
                self.env._(
                    "Hours from presence and reversals are not rewritten: %(lines)s. "
                    "Correct them while approving, or cancel them.",
                    lines=made[:5].mapped("display_name"),
                )
            )
        fixed = self.filtered(lambda line: line.state not in EDITABLE_STATES)
        if fixed:
            raise UserError(
                self.env._(
                    "Hours change only before they are submitted or after they were "
                    "refused: %(lines)s.",
                    lines=fixed[:5].mapped("display_name"),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(line.state != "draft" or line.reverses_id for line in self):
            raise UserError(
                self.env._("Only drafts can be deleted; other hours are cancelled.")
            )
        told = self._filter_with_history_sudo()
        if told:
            raise UserError(
                self.env._(
                    "Something was decided or noted on these hours already: %(lines)s. "
                    "Cancel them: what happened to them is kept.",
                    lines=told[:5].mapped("display_name"),
                )
            )

    def _filter_with_history_sudo(self):
        """Return the lines of which the trail tells something; it outlives them."""
        domain = [("hour_id", "in", self.ids)]
        return (
            self.browse()
            .union(
                *(
                    self.env[model].sudo().search_fetch(domain, ["hour_id"]).hour_id
                    for model in ("volunteer.approval", "volunteer.hour.event")
                )
            )
            .sudo(self.env.su)
        )

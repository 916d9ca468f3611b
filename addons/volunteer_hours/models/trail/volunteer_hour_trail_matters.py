from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class VolunteerHour(models.Model):
    """What exceptions, evidence and objections add to the trail."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_trail_sudo(self):
        return [
            *super()._prepare_trail_sudo(),
            *self._prepare_trail_exceptions(),
            *self._prepare_trail_evidence(),
            *self._prepare_trail_objections(),
            *self._prepare_trail_checks(),
        ]

    @api.model
    def _domain_trail_between(self, first, last, zone):
        """Return the domain of lines to which something happened in a period.

        :param first, last: local days, both counted
        :param str zone: name of the unit's time zone
        """
        start, stop = (
            datetime.combine(day, time.min, ZoneInfo(zone or "UTC"))
            .astimezone(UTC)
            .replace(tzinfo=None)
            for day in (first, last + timedelta(days=1))
        )

        def happened(name):
            return Domain(name, ">=", start) & Domain(name, "<", stop)

        events = self.env["volunteer.hour.event"].sudo()._search(happened("date"))
        checks = (
            self.env["volunteer.inspection.line"]
            .sudo()
            ._search(
                Domain("state", "!=", "open")
                & (happened("date_checked") | happened("date_decided"))
            )
        )
        return (
            happened("create_date")
            | happened("submitted_on")
            | happened("exception_on")
            | happened("off_duty_on")
            | Domain("id", "in", events.subselect(SQL("hour_id")))
            | Domain("id", "in", checks.subselect(SQL("hour_id")))
            | Domain("approval_ids", "any!", happened("decided_on"))
            | Domain("evidence_ids", "any!", happened("create_date"))
            | Domain(
                "objection_ids",
                "any!",
                happened("create_date") | happened("answered_on"),
            )
            | Domain(
                "notice_id",
                "any!",
                happened("closed_on")
                | (
                    Domain("published_on", ">=", first)
                    & Domain("published_on", "<=", last)
                ),
            )
        )

    def _prepare_trail_exceptions(self):
        titles = {
            "late_reason": self.env._("Let in although late"),
            "override_reason": self.env._("Let in although it looked like another"),
        }
        return [
            line._trail_entry(
                "exception",
                title,
                line.exception_on,
                line.exception_by,
                text=line[name],
            )
            for line in self
            for name, title in titles.items()
            if line[name]
        ]

    def _prepare_trail_evidence(self):
        files = self.env["volunteer.hour.evidence"].search_fetch(
            [("hour_id", "in", self.ids)],
            ["hour_id", "uploaded_by", "create_date"],
            order="id",
        )
        # Files that came together are one entry.
        return [
            line._trail_entry(
                "evidence",
                self.env._("Evidence added: %(count)s files", count=len(group)),
                when,
                user,
            )
            for (line, user, when), group in files.grouped(
                lambda file: (file.hour_id, file.uploaded_by, file.create_date)
            ).items()
        ]

    def _prepare_trail_objections(self):
        """Who objected, and in which words, is for those who answer alone."""
        Objection = self.env["volunteer.objection"]
        kinds = dict(Objection._fields["kind"]._description_selection(self.env))
        states = dict(Objection._fields["state"]._description_selection(self.env))
        entries = []
        for objection in Objection.search([("hour_id", "in", self.ids)], order="id"):
            line = objection.hour_id
            title = f"{kinds[objection.kind]} {objection.code or ''}"
            entries.append(line._trail_entry("objection", title, objection.create_date))
            if objection.state != "open":
                entries.append(
                    line._trail_entry(
                        objection.state,
                        f"{title}: {states[objection.state]}",
                        objection.answered_on,
                        objection.answered_by,
                        text=objection.answer,
                    )
                )
        return entries

    def _prepare_trail_checks(self):
        """Spot checks of recorded lines, once they are decided."""
        Check = self.env["volunteer.inspection.line"]
        results = dict(Check._fields["result"]._description_selection(self.env))
        states = dict(Check._fields["state"]._description_selection(self.env))
        checks = Check.search(
            [("hour_id", "in", self.ids), ("state", "!=", "open")], order="id"
        )
        return [
            check.hour_id._trail_entry(
                check.state,
                self.env._(
                    "Spot check: %(result)s",
                    result=states[check.state]
                    if check.date_decided
                    else results.get(check.result, ""),
                ),
                check.date_decided or check.date_checked,
                check.decided_by or check.checked_by,
                text=check.decision_note,
            )
            for check in checks
        ]

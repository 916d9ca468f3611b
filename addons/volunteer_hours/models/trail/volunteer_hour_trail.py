from collections import defaultdict
from datetime import datetime, time

from odoo import api, fields, models

#: What an entry tells the reader.
_SHOWN = (
    "kind",
    "title",
    "when",
    "who",
    "acting_for",
    "text",
    "old_minutes",
    "new_minutes",
    "coming",
)

#: What one request may do in one second happens in this order, before all else.
_FIRST_KINDS = ("created", "exception", "evidence", "changed", "submitted")


class VolunteerHour(models.Model):
    """The trail: everything that happened to a line, in one list.

    Each matter adds its part in ``_prepare_trail_sudo``, in a number of queries that
    does not depend on the number of lines.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    trail = fields.Html(
        compute="_compute_trail",
        sanitize=False,
        help="Who did what, when, for whom, and how many hours there were.",
    )

    @api.depends("state", "approval_ids.state")
    def _compute_trail(self):
        trails = self._get_trail_sudo()
        for line in self:
            line.trail = self.env["ir.qweb"]._render(
                "volunteer_hours.hour_trail", {"trail": trails[line.id]}
            )

    def get_trail(self):
        """Return what happened to these lines, the oldest first.

        :return: ``{line id: [entry]}``; each entry has ``kind``, ``title``, ``when``
            (in the unit's time zone, as text), ``who``, ``acting_for``, ``text``,
            ``old_minutes``, ``new_minutes`` and ``coming`` (a step not taken yet)
        :rtype: dict
        :raise AccessError: lines the user does not read
        """
        self.check_access("read")
        return self._get_trail_sudo()

    def _get_trail_sudo(self):
        """Return the entries of each line as :meth:`get_trail`; check rights first."""
        lines = self.sudo()
        zones = {line.id: line.company_id.volunteer_tz for line in lines}
        found = defaultdict(list)
        for entry in lines._prepare_trail_sudo():
            found[entry["line_id"]].append(entry)
        result = {}
        for line in lines:
            zoned = self.with_context(tz=zones[line.id])
            for entry in found[line.id]:
                entry["order"], entry["when"] = zoned._place_in_time(
                    entry["when"], entry["before"]
                )
            result[line.id] = [
                {name: value for name, value in entry.items() if name in _SHOWN}
                for entry in sorted(found[line.id], key=self._order_in_trail)
            ]
        return result

    @staticmethod
    def _order_in_trail(entry):
        """Return what sorts an entry of one line among the others."""
        if entry["coming"]:
            # Below what happened, in the order of the steps.
            return True, datetime.min, 0
        kind = entry["kind"]
        known = kind in _FIRST_KINDS
        place = _FIRST_KINDS.index(kind) if known else len(_FIRST_KINDS)
        return False, entry["order"], place

    def _place_in_time(self, when, before):
        """Return what orders a moment, and how it is shown, in the context's zone.

        A mere day comes after the moments of that day, but before the moment that
        ended what it began; no time at all comes before everything.
        """
        if not when:
            return datetime.min, ""
        if isinstance(when, datetime):
            local = fields.Datetime.context_timestamp(self, when).replace(tzinfo=None)
            # Some moments are kept to the second only.
            return local.replace(microsecond=0), f"{local:%Y-%m-%d %H:%M}"
        order = datetime.combine(when, time.max)
        if before:
            end = fields.Datetime.context_timestamp(self, before).replace(tzinfo=None)
            order = min(order, end)
        return order, f"{when:%Y-%m-%d}"

    def _trail_entry(self, kind, title, when=None, user=None, **more):
        """Return one entry of this line's trail.

        :param str kind: decides icon and colour
        :param str title: what happened, in the reader's language
        :param when: moment in UTC, day of the unit, or nothing where it is not known
        :param user: who did it, a ``res.users``
        :param more: ``acting_for`` (``res.users``), ``text``, ``old_minutes``,
            ``new_minutes``, ``coming``, and ``before``, the moment that ended what a
            mere day began
        """
        self.ensure_one()
        acting_for = more.pop("acting_for", None)
        return {
            "line_id": self.id,
            "kind": kind,
            "title": title,
            "when": when,
            "who": (user and user.name) or "",
            "acting_for": (acting_for and acting_for.name) or "",
            "text": more.get("text") or "",
            "old_minutes": more.get("old_minutes") or 0,
            "new_minutes": more.get("new_minutes") or 0,
            "coming": more.get("coming", False),
            "before": more.get("before"),
        }

    def _prepare_trail_sudo(self):
        """Return the entries of these lines in any order; other matters add theirs."""
        return [
            *self._prepare_trail_beginning(),
            *self._prepare_trail_decisions(),
            *self._prepare_trail_events(),
            *self._prepare_trail_notices(),
            *self._prepare_trail_reversals(),
        ]

    def _prepare_trail_beginning(self):
        titles = {
            "checkin": self.env._("Presence taken"),
            "claim": self.env._("Hours entered"),
            "import": self.env._("Hours imported"),
        }
        reversal = self.env._("Reversal made")
        entries = []
        for line in self:
            entries.append(
                line._trail_entry(
                    "created",
                    reversal if line.reverses_id else titles[line.source],
                    line.create_date,
                    line.create_uid,
                    text=line.description if line.reverses_id else None,
                )
            )
            if line.submitted_by:
                entries.append(
                    line._trail_entry(
                        "submitted",
                        self.env._("Submitted for approval"),
                        line.submitted_on,
                        line.submitted_by,
                    )
                )
        return entries

    def _prepare_trail_decisions(self):
        Approval = self.env["volunteer.approval"]
        # In the cache already where rights were checked.
        steps = self.approval_ids.sorted(lambda step: (step.sequence, step.id))
        labels = dict(Approval._fields["state"]._description_selection(self.env))
        entries = []
        for step in steps:
            line = step.hour_id
            target = step.approver_id.name or step.group_id.name
            if step.state == "pending":
                # A stand-in decides for whom the step names.
                stand_in = line.approver_id - step.approver_id
                entry = line._trail_entry(
                    "pending",
                    self.env._("Waits for %(who)s", who=line.turn or target),
                    step.pending_since,
                    acting_for=stand_in and step.approver_id,
                    coming=True,
                )
            elif step.state == "waiting":
                title = self.env._("Then: %(who)s", who=target)
                entry = line._trail_entry("waiting", title, coming=True)
            elif step.decided_by:
                entry = line._trail_entry(
                    step.state,
                    labels[step.state],
                    step.decided_on,
                    step.decided_by,
                    acting_for=step.acting_for_id,
                    text=step.note,
                    old_minutes=step.old_minutes,
                    new_minutes=step.new_minutes,
                )
            elif step.decided_on:
                # By itself: gone up after some days, or agreed to before.
                title = f"{labels[step.state]}: {target}"
                entry = line._trail_entry(step.state, title, step.decided_on)
            else:
                continue
            entries.append(entry)
        asked = steps.hour_id
        passed = self.filtered(
            lambda line: line.submitted_on and line.proven and line not in asked
        )
        return entries + [
            line._trail_entry(
                "approved",
                self.env._("Agreed at once: presence is proven"),
                line.submitted_on,
            )
            for line in passed
        ]

    def _prepare_trail_events(self):
        Event = self.env["volunteer.hour.event"]
        events = Event.search_fetch([("hour_id", "in", self.ids)])
        labels = dict(Event._fields["kind"]._description_selection(self.env))
        return [
            event.hour_id._trail_entry(
                event.kind,
                labels[event.kind],
                event.date,
                event.user_id,
                acting_for=event.acting_for_id,
                text=event.note,
                old_minutes=event.old_minutes,
                new_minutes=event.new_minutes,
            )
            for event in events
        ]

    def _prepare_trail_notices(self):
        entries = []
        for line in self.filtered("notice_id"):
            notice = line.notice_id
            entries.append(
                line._trail_entry(
                    "published",
                    self.env._("On public notice"),
                    notice.published_on,
                    text=notice.name,
                    before=notice.closed_on,
                )
            )
            if line.state == "recorded":
                entries.append(
                    line._trail_entry(
                        "recorded",
                        self.env._("Recorded as No. %(number)s", number=line.ledger_no),
                        notice.closed_on,
                    )
                )
        return entries

    def _prepare_trail_reversals(self):
        recorded = self.filtered(lambda line: line.state == "recorded")
        if not recorded:
            return []
        reversals = self.search([("reverses_id", "in", recorded.ids)], order="id")
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            reversal.reverses_id._trail_entry(
                "reversed",
                self.env._("Reversal: %(state)s", state=states[reversal.state]),
                reversal.create_date,
                reversal.create_uid,
                text=reversal.description,
            )
            for reversal in reversals
        ]

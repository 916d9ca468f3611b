from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.tools import hmac

from odoo.addons.volunteer_base.tools.local_input import to_utc
from odoo.addons.volunteer_base.tools.register_file import AMBIGUOUS
from odoo.addons.volunteer_base.tools.register_words import word_key


class Found(NamedTuple):
    """What a row is: whose, the values of its line, or why it is left out.

    ``problem`` is ``(target, code, value)``; ``known``: no mistake, the hours are here.
    """

    volunteer_id: int | None = None
    vals: dict | None = None
    problem: tuple | None = None
    known: bool = False


class VolunteerHourImport(models.Model):
    """What rows would become: a fixed number of queries for any number of rows."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _begin_memory(self):
        """Return what is remembered between the batches of one file."""
        return {"keys": {}, "days": defaultdict(list)}

    def _find_rows_sudo(self, rows, memory):
        """Return one :class:`Found` a row.

        :param list rows: ``RegisterRow`` of ``parse_hours``
        :param dict memory: of :meth:`_begin_memory`; holds what earlier rows were
        """
        self.ensure_one()
        self.env.flush_all()
        people = self._match_people_sudo(rows)
        projects = self._get_projects_sudo(rows)
        activities = self._get_activities_sudo(rows)
        drafts = [
            problem
            and Found(problem=problem)
            or self._prepare_found(row, volunteer_id, projects, activities)
            for row, (volunteer_id, problem) in zip(rows, people, strict=True)
        ]
        here = self._query_present_sudo(drafts)
        keys = self._query_present_keys(drafts)
        return [
            self._compare(row.row, found, here, keys, memory)
            for row, found in zip(rows, drafts, strict=True)
        ]

    def _prepare_found(self, row, volunteer_id, projects, activities):
        """Return the line that a row would be."""
        values = row.values
        organiser = values.get("organiser", self.organiser) or ""
        if word_key(organiser) in ("本单位", word_key(self.company_id.name)):
            organiser = ""
        opening = self.purpose == "opening"
        activity_id, project_id, texts = False, False, []
        if name := values.get("activity"):
            key = (word_key(name), values["date"])
            activity_id = not opening and not organiser and activities.get(key)
            if activity_id is AMBIGUOUS or not activity_id:
                activity_id = False
                texts.append(name)
        if name := values.get("project"):
            project_id = projects.get(word_key(name))
            if project_id is AMBIGUOUS:
                return Found(problem=("project", "several_projects", name))
            if not project_id and not organiser:
                return Found(problem=("project", "unknown_project", name))
            if not project_id:
                texts.append(name)
        if values.get("description"):
            texts.append(values["description"])
        if opening and not texts:
            texts.append(self.env._("Hours carried over when this system started"))
        tz = self.company_id.volunteer_tz
        vals = {
            "volunteer_id": volunteer_id,
            "date": values["date"],
            "minutes": values["minutes"],
            "start": to_utc(values["start"].isoformat(), tz)
            if "start" in values
            else False,
            "stop": to_utc(values["stop"].isoformat(), tz)
            if "stop" in values
            else False,
            "project_id": project_id or False,
            "activity_id": activity_id,
            "organiser": organiser or False,
            "description": " · ".join(dict.fromkeys(texts)) or False,
            "source": "import",
            "import_id": self.id,
            "import_platform_id": values.get("platform") or self.platform_id.id,
            "is_opening": opening,
        }
        vals["import_key"] = self._make_key(vals, values)
        return Found(volunteer_id, vals)

    def _make_key(self, vals, values):
        """Return by what the same row is known again.

        The number of the record on its platform, or else what the row says, as a keyed
        hash: nobody reads a text from it that was erased since.
        """
        if number := values.get("record_no"):
            return f"{vals['import_platform_id'] or 0}:{number}"
        if vals["is_opening"]:
            parts = ("opening", vals["volunteer_id"], vals["organiser"] or "")
        else:
            names = ("volunteer_id", "date", "start", "minutes", "description")
            parts = ("row", *(vals[name] or "" for name in names))
            parts += (vals["project_id"] or "", vals["activity_id"] or "")
        text = "\x1f".join(map(str, parts))
        return hmac(self.env(su=True), "volunteer-hour-import", text)

    def _get_projects_sudo(self, rows):
        if not self._collect(rows, "project"):
            return {}
        return self._get_names(
            self.env["volunteer.project"].search(
                [("company_id", "parent_of", self.company_id.id)]
            )
        )

    def _get_activities_sudo(self, rows):
        """Return ``{(name, date): activity}`` of the days in the file."""
        dates = {row.values["date"] for row in rows if "activity" in row.values}
        result = {}
        if dates:
            for activity in self.env["volunteer.activity"].search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date", "in", list(dates)),
                    ("state", "in", ("published", "done")),
                ],
                ["name", "date"],
            ):
                key = (word_key(activity.name), activity.date)
                result[key] = AMBIGUOUS if key in result else activity.id
        return result

    def _compare(self, number, found, here, keys, memory):
        """Return what a row is beside what is here, and beside the rows above it."""
        if found.problem:
            return found
        vals = found.vals
        key = vals["import_key"]
        first, minutes = memory["keys"].setdefault(key, (number, vals["minutes"]))
        if vals["is_opening"]:
            here = keys.get(key)
            if here is None and first == number:
                return found
            return self._compare_opening(found, here, str(first), minutes)
        if key in keys:
            return found._replace(problem=("", "here", ""), known=True)
        if first != number:
            return found._replace(problem=("", "row_twice", str(first)), known=True)
        day = (found.volunteer_id, vals["date"])
        above = memory["days"][day]
        lines = here.get(day, [])
        if any(line.is_same(vals) for line in lines):
            return found._replace(problem=("", "here", ""), known=True)
        for line in lines:
            if line.overlaps(vals):
                shown = self._format_period(line.start, line.stop)
                return found._replace(problem=("start", "overlap", shown))
        for row, start, stop, _minutes in above:
            if (
                start
                and vals["start"]
                and start < vals["stop"]
                and vals["start"] < stop
            ):
                return found._replace(problem=("start", "row_overlap", str(row)))
        total = vals["minutes"] + sum(line.minutes for line in lines)
        total += sum(minutes for *_times, minutes in above)
        if total > self._get_day_limit(vals):
            return found._replace(problem=("hours", "over_limit", f"{total / 60:g} h"))
        above.append((number, vals["start"], vals["stop"], vals["minutes"]))
        return found

    def _compare_opening(self, found, here, first, above):
        """Return a balance where the same person and organiser have one already.

        The same sum once more needs nothing; another one would be lost in silence.

        :param int here: minutes of the balance that was imported before, or None
        :param str first: the row above that has one
        :param int above: its minutes
        """
        before = above if here is None else here
        if before != found.vals["minutes"]:
            code = "balance_row" if here is None else "balance_here"
            return found._replace(problem=("hours", code, f"{before / 60:g}"))
        problem = ("", "row_twice", first) if here is None else ("", "here", "")
        return found._replace(problem=problem, known=True)

    def _get_day_limit(self, vals):
        """Return minutes: the unit's limit; whole days in an emergency."""
        project = self.env["volunteer.project"].browse(vals["project_id"] or ())
        if vals["activity_id"]:
            activity = self.env["volunteer.activity"].browse(vals["activity_id"])
            project = project or activity.project_id
        if project.kind == "emergency":
            return 24 * 60
        return round(self.company_id.volunteer_daily_limit * 60)

from odoo import fields, models

from odoo.addons.volunteer_base.tools.local_time import format_month
from odoo.addons.volunteer_base.tools.paper import format_hours

from ...tools.wall import screens

#: Names that can be read on one screen, and screens of one matter.
ROWS = 24
SCREENS = 5
#: People with the most hours of a month.
TOP = 10
#: As many who may be named are looked for as fit, and as many again.
CANDIDATES = 2 * ROWS * SCREENS


class VolunteerWall(models.Model):
    """What an honour wall shows: texts only, and names as each person consented."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.wall"  # pylint: disable=consider-merging-classes-inherited

    def _get_slides_sudo(self):
        """Return the slides, in a fixed number of queries.

        :return: a dict a slide: ``kind``, ``title``, ``stars`` (a number), ``figures``
            (``label``, ``value``), ``rows`` (``name``, ``note``) and ``more``, how many
            others there are
        :rtype: list[dict]
        """
        self.ensure_one()
        wall = self.sudo()
        levels = wall._find_stars_sudo() if wall.show_stars else {}
        awards = wall._find_honours_sudo()
        month = wall._find_month_sudo()
        people = self.env["volunteer.volunteer"].sudo()
        people = people.union(*levels.values(), awards.volunteer_id, *month["top"])
        canonical = {person: person.merged_into_id or person for person in people}
        named = people.union(*canonical.values())._get_wall_names_sudo()
        names = {
            person: named[kept] for person, kept in canonical.items() if kept in named
        }
        return [
            *wall._prepare_month_slides(month, names),
            *wall._prepare_star_slides(levels, names),
            *wall._prepare_honour_slides(awards, names),
        ]

    def _make_slides(self, kind, title, rows, **more):
        pages, left = screens(rows, ROWS, SCREENS)
        return [
            {
                "kind": kind,
                "title": title,
                "stars": 0,
                "figures": [],
                "rows": page,
                "more": left if number == len(pages) else 0,
                **more,
            }
            for number, page in enumerate(pages, 1)
        ]

    # ------------------------------------------------------------------
    # Stars
    # ------------------------------------------------------------------

    def _find_stars_sudo(self):
        """Return ``{level: who holds it as the highest, latest first}``."""
        groups = self.env["volunteer.award"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "star"),
                ("state", "=", "granted"),
                ("volunteer_id", "!=", False),
            ],
            ["volunteer_id"],
            ["star_level:max", "date:max"],
            order="date:max desc, volunteer_id",
        )
        best = {}
        for volunteer, level, _date in groups:
            kept = volunteer.merged_into_id or volunteer
            best[kept] = max(level, best.get(kept, 0))
        levels = {}
        for volunteer, level in best.items():
            if level >= self.stars_from:
                levels.setdefault(level, []).append(volunteer.id)
        return {
            level: self.env["volunteer.volunteer"].sudo().browse(ids[:CANDIDATES])
            for level, ids in sorted(levels.items(), reverse=True)
        }

    def _prepare_star_slides(self, levels, names):
        return [
            slide
            for level, people in levels.items()
            for slide in self._make_slides(
                "stars",
                self.env._("Volunteers with %(level)s stars", level=level)
                if level > 1
                else self.env._("Volunteers with one star"),
                [
                    {"name": names[person], "note": ""}
                    for person in people
                    if person in names
                ],
                stars=level,
            )
        ]

    # ------------------------------------------------------------------
    # Honours
    # ------------------------------------------------------------------

    def _find_honours_sudo(self):
        """Return the honours granted within the last twelve months."""
        Award = self.env["volunteer.award"]
        if not self.show_honours:
            return Award
        today = self.company_id._get_volunteer_today()
        return Award.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "honour"),
                ("state", "=", "granted"),
                ("date", ">", fields.Date.subtract(today, years=1)),
                ("date", "<=", today),
            ],
            limit=CANDIDATES,
        )

    def _prepare_honour_slides(self, awards, names):
        units, people = [], []
        for award in awards:
            unit = award.team_id or award.project_id
            if unit:
                units.append({"name": unit.name, "note": award.name})
            elif award.volunteer_id in names:
                people.append({"name": names[award.volunteer_id], "note": award.name})
        return [
            *self._make_slides(
                "units", self.env._("Honoured teams and projects"), units
            ),
            *self._make_slides("honours", self.env._("Honoured volunteers"), people),
        ]

    # ------------------------------------------------------------------
    # Hours of the month
    # ------------------------------------------------------------------

    def _find_month_sudo(self):
        """Return the hours of this month, or of the last while there are none yet."""
        if not (self.show_month or self.show_top):
            return {"top": {}}
        first = self.company_id._get_volunteer_today().replace(day=1)
        before = fields.Date.subtract(first, months=1)
        sums = self._read_months_sudo(before)
        if first not in sums and before in sums:
            first = before
        proven, claimed = sums.get(first, ({}, {}))
        people = {
            person
            for group in (proven, claimed)
            for person, minutes in group.items()
            if minutes > 0
        }
        best = sorted(
            (person for person, minutes in proven.items() if minutes > 0),
            key=lambda person: (-proven[person], person.id),
        )
        return {
            "first": first,
            "proven": sum(proven.values()),
            "claimed": sum(claimed.values()),
            "people": len(people),
            # Some may not want to be named.
            "top": {person: proven[person] for person in best[: 5 * TOP]},
        }

    def _read_months_sudo(self, first):
        """Return ``{first day of a month: ({person: proven minutes}, {claimed})}``.

        Of what is recorded from a day on; persons merged are one.
        """
        Hour = self.env["volunteer.hour"]
        sums = {}
        for month, volunteer, is_proven, minutes in Hour._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "recorded"),
                ("date", ">=", first),
                *Hour._get_day_domain(),
            ],
            ["date:month", "volunteer_id", "proven"],
            ["minutes:sum"],
        ):
            kept = volunteer.merged_into_id or volunteer
            group = sums.setdefault(month, ({}, {}))[0 if is_proven else 1]
            group[kept] = group.get(kept, 0) + minutes
        return sums

    def _prepare_month_slides(self, month, names):
        if not (month.get("proven") or month.get("claimed")):
            return []
        title = format_month(month["first"], self.env.lang or "en_US")
        slides = []
        if self.show_month:
            slides.append(
                {
                    "kind": "month",
                    "title": title,
                    "stars": 0,
                    "figures": [
                        {
                            "label": self.env._("Hours confirmed on the spot"),
                            "value": format_hours(month["proven"]),
                        },
                        {
                            "label": self.env._("Hours claimed"),
                            "value": format_hours(month["claimed"]),
                        },
                        {
                            "label": self.env._("People who served"),
                            "value": str(month["people"]),
                        },
                    ],
                    "rows": [],
                    "more": 0,
                }
            )
        if self.show_top:
            rows = [
                {
                    "name": names[person],
                    "note": self.env._(
                        "%(hours)s h", hours=format_hours(month["top"][person])
                    ),
                }
                for person in month["top"]
                if person in names
            ][:TOP]
            slides += self._make_slides(
                "top",
                self.env._("Most hours in %(month)s", month=title),
                rows,
            )
        return slides

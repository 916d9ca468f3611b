from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.mismatch import Need, Person, pair

#: What somebody did in the last year tells when and where they serve.
HABIT = timedelta(days=365)
#: Names shown beside a need.
NAMES = 5


class Past(NamedTuple):
    """What a volunteer's sign-ups of a year say."""

    posts: frozenset = frozenset()
    weekdays: frozenset = frozenset()
    last: object = None
    is_busy: bool = False


class VolunteerMismatch(models.TransientModel):
    """Who misses whom, through the rules of the user, in a fixed number of queries."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.mismatch"  # pylint: disable=consider-merging-classes-inherited

    def _find(self):
        """Return the values of needs and of people, those that matter most first."""
        self.ensure_one()
        needs = self._find_needs()
        volunteers = self._find_volunteers()
        past = self._read_past_sudo(volunteers)
        called = self._read_called_sudo(volunteers)
        held = self._read_held_sudo(volunteers)
        idle = volunteers.filtered(
            lambda one: not past[one.id].is_busy and one.id not in called
        )
        by_need, by_person = pair(
            [
                Need(post.id, day, post.category_id.id or None, asks, row["open_ahead"])
                for (post, day), (row, asks) in needs.items()
            ],
            [
                Person(
                    one.id,
                    past[one.id].posts,
                    past[one.id].weekdays,
                    frozenset(one.category_ids.ids),
                    held[one.id],
                )
                for one in idle
            ],
        )
        names = {one.id: one.name for one in idle}
        rows = [
            {
                **row,
                "fitting_count": len(by_need[post.id, day]),
                "fitting_names": "、".join(
                    names[one] for one in by_need[post.id, day][:NAMES]
                ),
            }
            for (post, day), (row, _asks) in needs.items()
            if row["open_past"] or row["open_ahead"]
        ]
        rows.sort(key=lambda row: (-row["open_ahead"], -row["open_past"]))
        return rows, self._describe_people(idle, past, by_person)

    def _describe_people(self, idle, past, by_person):
        posts = {
            post.id: post.name
            for post in self.env["volunteer.post"]
            .sudo()
            .browse({post for one in idle for post in past[one.id].posts})
        }
        days = dict(self.need_ids._fields["weekday"]._description_selection(self.env))
        people = [
            {
                "volunteer_id": one.id,
                "last_date": past[one.id].last,
                "posts": "、".join(posts[post] for post in sorted(past[one.id].posts)),
                "categories": "、".join(one.category_ids.mapped("name")),
                "weekdays": " ".join(
                    days[str(day)] for day in sorted(past[one.id].weekdays)
                ),
                "fitting_count": len(by_person[one.id]),
            }
            for one in idle
        ]
        people.sort(key=lambda one: -one["fitting_count"])
        return people

    def _find_needs(self):
        """Return ``{(post, weekday): (figures, what the post asks for)}``."""
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("activity_id.state", "in", ("published", "done")),
                ("activity_id.date", ">=", self.date_from),
                ("activity_id.date", "<=", self.date_to),
            ]
        )
        if not self.env.user.has_group("volunteer_base.group_officer"):
            domain &= Domain("activity_id.team_id.manager_user_ids", "in", self.env.uid)
        today = self.company_id._get_volunteer_today()
        needs = {}
        slots = self.env["volunteer.activity.slot"].search(domain).sudo()
        slots.activity_id.fetch(["date", "state"])
        for slot in slots:
            activity = slot.activity_id
            key = slot.post_id, activity.date.isoweekday()
            if key not in needs:
                needs[key] = (
                    {
                        "post_id": slot.post_id.id,
                        "weekday": str(key[1]),
                        "seats": 0,
                        "taken": 0,
                        "open_past": 0,
                        "open_ahead": 0,
                        "activity_ids": [],
                    },
                    frozenset(
                        [("course", one.id) for one in slot.post_id.course_ids]
                        + [("licence", one.id) for one in slot.post_id.licence_ids]
                    ),
                )
            row = needs[key][0]
            row["seats"] += slot.seats
            row["taken"] += slot.taken
            left = max(slot.seats - slot.taken, 0)
            if activity.state == "published" and activity.date > today:
                row["open_ahead"] += left
                if left:
                    row["activity_ids"].append(activity.id)
            else:
                row["open_past"] += left
        return needs

    def _find_volunteers(self):
        """Return the volunteers whom the user may see and who may serve here."""
        volunteers = self.env["volunteer.volunteer"].search(
            [
                ("company_ids", "in", self.company_id.ids),
                ("state", "in", ("trial", "registered")),
                ("merged_into_id", "=", False),
            ]
        )
        return volunteers.sudo()

    def _read_past_sudo(self, volunteers):
        """Return ``{id: Past}``, of whatever record of a person, in one query."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(v.merged_into_id, v.id),
                       array_agg(DISTINCT s.post_id)
                           FILTER (WHERE u.state = 'attended'),
                       array_agg(DISTINCT EXTRACT(isodow FROM a.date)::int)
                           FILTER (WHERE u.state = 'attended'),
                       MAX(a.date) FILTER (WHERE u.state = 'attended'),
                       bool_or(a.date BETWEEN %(since)s AND %(until)s)
                  FROM volunteer_signup u
                  JOIN volunteer_volunteer v ON v.id = u.volunteer_id
                  JOIN volunteer_activity_slot s ON s.id = u.slot_id
                  JOIN volunteer_activity a ON a.id = u.activity_id
                 WHERE u.state <> 'cancelled' AND a.date >= %(habit)s
                   AND COALESCE(v.merged_into_id, v.id) IN %(people)s
              GROUP BY 1
                """,
                since=self.date_from,
                until=self.date_to,
                habit=self.date_from - HABIT,
                people=tuple(volunteers.ids) or (0,),
            )
        )
        past = defaultdict(Past)
        for person, posts, weekdays, last, is_busy in rows:
            past[person] = Past(
                frozenset(posts or ()), frozenset(weekdays or ()), last, bool(is_busy)
            )
        return past

    def _read_called_sudo(self, volunteers):
        """Return the ids of those who were called for something in this period."""
        called = (
            self.env["volunteer.call.answer"]
            .sudo()
            ._read_group(
                [
                    ("volunteer_id", "in", volunteers.ids),
                    ("state", "!=", "barred"),
                    ("call_id.activity_id.date", ">=", self.date_from),
                    ("call_id.activity_id.date", "<=", self.date_to),
                ],
                ["volunteer_id"],
            )
        )
        return {volunteer.id for (volunteer,) in called}

    def _read_held_sudo(self, volunteers):
        """Return ``{id: courses and licences held today}``."""
        Qualification = self.env["volunteer.qualification"].sudo()
        today = self.company_id._get_volunteer_today()
        held = defaultdict(frozenset)
        for volunteer, courses, licences in Qualification._read_group(
            Qualification._domain_valid_on(today)
            & Domain("volunteer_id", "in", volunteers.ids),
            ["volunteer_id"],
            ["course_id:array_agg", "licence_id:array_agg"],
        ):
            held[volunteer.id] = frozenset(
                [("course", one) for one in courses if one]
                + [("licence", one) for one in licences if one]
            )
        return held

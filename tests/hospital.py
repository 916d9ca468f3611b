"""A small hospital for the tests, made over the network as admin."""

import itertools
import os
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from odoo_client import Client

SHANGHAI = timezone(timedelta(hours=8))
PASSWORD = "Volunteers-2026"
GROUPS = {
    "portal": ["base.group_portal"],
    "user": ["base.group_user"],
    "leader": ["volunteer_base.group_leader"],
    "officer": ["volunteer_base.group_officer"],
    "manager": ["volunteer_base.group_manager"],
    "hr": ["volunteer_hours.group_hr"],
}


def server_time(moment):
    """Return an aware moment as the server writes it."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def local_day(days, hour, minute=0):
    """Return a moment in Shanghai so many days from today."""
    now = datetime.now(SHANGHAI)
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(
        days=days
    )


@dataclass
class Person:
    """A login, and the volunteer behind it if there is one."""

    name: str
    login: str
    user_id: int
    volunteer_id: int = 0
    employee_id: int = 0


class Hospital:
    """Makes people and activities; logins carry a tag, so that runs do not meet."""

    def __init__(self, url, db):
        self.url = url
        self.db = db
        self.admin = Client(url, db, "admin", "admin")
        # What volunteers need before their first service has tests of its own.
        companies = self.admin.search("res.company")
        # Notices that open by themselves in the evening would take what tests publish.
        self.admin(
            "res.company",
            "write",
            companies,
            {"volunteer_requirements": False, "volunteer_notice_auto": False},
        )
        self.tag = f"{os.getpid() % 1000:03d}{int(time.time()) % 10000:04d}"
        self._numbers = itertools.count(1)
        self._clients = {}
        self._groups = {
            role: [self.admin.ref(group) for group in groups]
            for role, groups in GROUPS.items()
        }

    def people(self, role, names):
        """Create logins of a role; return a Person each."""
        logins = [
            f"{role}{next(self._numbers)}-{self.tag}@example.com" for _name in names
        ]
        users = self.admin.create(
            "res.users",
            [
                {
                    "name": name,
                    "login": login,
                    "password": PASSWORD,
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "group_ids": [(6, 0, self._groups[role])],
                }
                for name, login in zip(names, logins, strict=True)
            ],
        )
        return [Person(*row) for row in zip(names, logins, users, strict=True)]

    def person(self, role, name, volunteer="", employee=False):
        """Create one login; ``volunteer`` is the kind of volunteer, if any."""
        (person,) = self.people(role, [name])
        if volunteer:
            self.make_volunteers([person], volunteer)
        if employee:
            person.employee_id = self.admin.create(
                "hr.employee",
                {
                    "name": name,
                    "user_id": person.user_id,
                    **({"volunteer_id": person.volunteer_id} if volunteer else {}),
                },
            )
        return person

    def make_volunteers(self, people, kind):
        """Register people as volunteers."""
        ids = self.admin.create(
            "volunteer.volunteer",
            [{"name": p.name, "user_id": p.user_id, "kind": kind} for p in people],
        )
        self.admin("volunteer.volunteer", "action_register", ids)
        for person, volunteer_id in zip(people, ids, strict=True):
            person.volunteer_id = volunteer_id

    def open_unit(self, name, **settings):
        """Return the id of a new unit where hours are recorded without a notice."""
        vals = {
            "name": self.unused("res.company", name),
            "volunteer_notice_days": 0,
            "volunteer_notice_auto": False,
            "volunteer_requirements": False,
            **settings,
        }
        return self.admin.create("res.company", vals)

    def agree(self, clients, lines, context=None):
        """Let each agree to the lines that wait for them, until none waits for any."""
        mine = [("id", "in", lines), ("my_turn", "=", True)]
        agreed = True
        while agreed:
            agreed = False
            for client in clients:
                if waiting := client("volunteer.hour", "search", mine, context=context):
                    client("volunteer.hour", "action_approve", waiting, context=context)
                    agreed = True

    def send_to_new_unit(self, person, name):
        """Let a person work for a new unit, and for that alone; return its id."""
        unit = self.admin.create(
            "res.company", {"name": f"{name}{self.tag}{next(self._numbers)}"}
        )
        self.send_to(person, unit)
        return unit

    def send_to(self, person, unit):
        """Let a person work for this unit alone."""
        vals = {"company_ids": [(6, 0, [unit])], "company_id": unit}
        self.admin("res.users", "write", [person.user_id], vals)

    def id_number(self, year=1960):
        """Return a valid number that nobody else has, of a person born in ``year``."""
        born = date(year, 1, 1) + timedelta(days=next(self._numbers))
        number = f"110105{born:%Y%m%d}{int(self.tag) % 1000:03d}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(w * int(d) for w, d in zip(weights, number, strict=True))
        return number + "10X98765432"[total % 11]

    def identity(self, person, year=1960):
        """Give a person an identity with a valid number that nobody else has."""
        return self.admin.create(
            "volunteer.identity",
            {
                "volunteer_id": person.volunteer_id,
                "id_number": self.id_number(year),
                "mobile": "13800138000",
            },
        )

    def client(self, person):
        """Return the session of a person, the same one each time."""
        if person.login not in self._clients:
            self._clients[person.login] = Client(
                self.url, self.db, person.login, PASSWORD
            )
        return self._clients[person.login]

    def unused(self, model, name):
        """Return a name that is not taken: a second run on one database works."""
        taken = self.admin.search(model, ("name", "=", name))
        return f"{name}{self.tag}" if taken else name

    def team(self, name, leader, members=()):
        """Create a team with its leader and members."""
        team_id = self.admin.create(
            "volunteer.team",
            {
                "name": self.unused("volunteer.team", name),
                "leader_id": leader.volunteer_id,
            },
        )
        since = local_day(-400, 0).date().isoformat()
        self.admin.create(
            "volunteer.team.member",
            [
                {
                    "team_id": team_id,
                    "volunteer_id": member.volunteer_id,
                    "date_from": since,
                }
                for member in (leader, *members)
            ],
        )
        return team_id

    def name(self, model, record_id):
        return self.admin.read(model, record_id, "name")["name"]

    def project(self, name, team_id):
        return self.admin.create(
            "volunteer.project", {"name": name, "team_id": team_id}
        )

    def post(self, name):
        return self.admin.create(
            "volunteer.post", {"name": self.unused("volunteer.post", name)}
        )

    def activity(self, project_id, start, stop, needs, publish=True, **values):
        """Create an activity with ``needs``, ``{post id: seats}``.

        :return: its id and the ids of its needs
        """
        activity_id = self.admin.create(
            "volunteer.activity",
            {
                "project_id": project_id,
                "start": server_time(start),
                "stop": server_time(stop),
                "slot_ids": [
                    (0, 0, {"post_id": p, "seats": n}) for p, n in needs.items()
                ],
                **values,
            },
        )
        if publish:
            self.admin("volunteer.activity", "action_publish", [activity_id])
        slots = self.admin.search(
            "volunteer.activity.slot", ("activity_id", "=", activity_id), order="id"
        )
        return activity_id, slots

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple


class Target(NamedTuple):
    """Who is asked: a user or a group, the other is False.

    ``kind`` is as what. ``why`` is None, or where it is not whom the route means:
    ``(kind of the step, key of the reason)``.
    """

    user_id: int | bool
    group_id: int | bool
    kind: str
    why: tuple[str, str] | None = None

    @property
    def turn(self):
        """``(user id, group id)``."""
        return self.user_id, self.group_id


class TurnFinder:
    """Who can decide which lines; everything is read once for all lines of a call.

    :param lines: ``volunteer.hour`` as superuser
    """

    def __init__(self, lines):
        self.lines = lines
        self.env = lines.env
        self._fit = {}
        self._members = {}
        self._steps = {}

    def get_steps(self, route):
        """Return ``[(hours from which it is asked, kind, step)]`` of a route."""
        if route.id not in self._steps:
            self._steps[route.id] = [
                (step.threshold, step.kind, step) for step in route.step_ids
            ]
        return self._steps[route.id]

    @cached_property
    def office(self):
        """The office's group, without the query of ``env.ref``."""
        return self.lines._get_office_group()

    @cached_property
    def _office_users(self):
        return set(self.office.sudo().all_user_ids.ids)

    def is_of_office(self, line):
        """Return whether a line is of a member of the volunteer office."""
        return not self._office_users.isdisjoint(line._get_owner_ids_sudo())

    @cached_property
    def _party_members(self):
        members = self.env["volunteer.branch.member"].sudo()
        return set(
            members.search(
                [
                    ("volunteer_id", "in", self.lines.volunteer_id.ids),
                    ("party_member", "=", True),
                ]
            ).volunteer_id.ids
        )

    def is_party_member(self, line):
        """Return whether a line is of a member of the party."""
        return line.volunteer_id.id in self._party_members

    def fits(self, user, company):
        """Return whether a user can be asked in a unit at all.

        Not who is archived, has no right to enter the backend or this unit, or whose
        employment has ended.
        """
        key = (user.id, company.id)
        if key not in self._fit:
            user = user.sudo()
            jobs = user.with_context(active_test=False).employee_ids
            self._fit[key] = (
                bool(user)
                and user.active
                and not user.share
                and company in user.company_ids
                and (not jobs or any(jobs.mapped("active")))
            )
        return self._fit[key]

    def may_decide(self, line, user):
        """Return whether a user can decide a line; nobody decides their own."""
        return self.fits(user, line.company_id) and not line._is_own_of(user)

    def get_members(self, group, company):
        """Return the users of a group who can be asked in a unit."""
        key = (group.id, company.id)
        if key not in self._members:
            users = self.env["res.users"].sudo()
            found = users.search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                ]
            )
            self._members[key] = found.filtered(lambda user: self.fits(user, company))
        return self._members[key]

    def has_members(self, line, group):
        """Return whether anybody of a group can decide a line."""
        members = self.get_members(group, line.company_id)
        return not line._get_owner_ids_sudo().issuperset(members.ids)

    def can_be_decided(self, line, step):
        """Return whether anybody can decide a step of a line."""
        if step.group_id:
            return self.has_members(line, step.group_id)
        return self.may_decide(line, step.approver_id)

    @cached_property
    def stand_ins(self):
        """``{(user id, company id): the user who stands in today}``."""
        return self.env["volunteer.delegation"]._get_stand_ins_sudo()

    @cached_property
    def _round_steps(self):
        """``{line id: steps}`` since the line was submitted for the last time."""
        steps = (
            self.env["volunteer.approval"]
            .sudo()
            .search_fetch(
                [("hour_id", "in", self.lines.ids)],
                ["hour_id", "state", "decided_by", "approver_id"],
                order="sequence, id",
            )
        )
        rounds = defaultdict(list)
        for step in steps:
            # A refusal and a withdrawal end a round; what was agreed to is asked again.
            if step.state in ("refused", "withdrawn"):
                rounds[step.hour_id.id].clear()
            else:
                rounds[step.hour_id.id].append(step)
        return rounds

    def agreed(self, line):
        """Return the ids of the users who have agreed to a line this time."""
        return {
            step.decided_by.id
            for step in self._round_steps[line.id]
            if step.state == "approved"
        }

    def tried(self, line):
        """Return the ids of the users whom a line has been with this time."""
        done = [step for step in self._round_steps[line.id] if step.state != "waiting"]
        return {user.id for step in done for user in step.approver_id | step.decided_by}

    def get_turn(self, line, user_id, group_id):
        """Return ``(user id, group id)`` who decides today, stand-ins considered.

        Who stands in decides neither their own hours nor what they agreed to before:
        that stays with the approver.
        """
        stand_in = user_id and self.stand_ins.get((user_id, line.company_id.id))
        if (
            stand_in
            and self.may_decide(line, stand_in)
            and stand_in.id not in self.agreed(line)
        ):
            return stand_in.id, False
        return user_id, group_id

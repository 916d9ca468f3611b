from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..teams.volunteer_item_issue import GONE_STATES

EMPLOYEES_A_BATCH = 1_000
#: As of people whom HR has nowhere: see ``_get_department_history_sudo``.
NO_HISTORY = (frozenset(), frozenset(), None, None)
CURSOR_KEY = "volunteer_base.staff_sync_cursor"


class VolunteerVolunteer(models.Model):
    """Staff in step with HR: the teams of departments follow who works there."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _change_state_sudo(self, state, reason=False):
        beginning = self.filtered(
            lambda volunteer: volunteer.state in ("applied", "left")
        )
        result = super()._change_state_sudo(state, reason)
        if state in ("trial", "registered"):
            self.sudo()._sync_department_teams_sudo(beginning=beginning)
        return result

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state in GONE_STATES:
            self.sudo()._end_memberships_sudo()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "company_ids" in vals:
            self._end_office_todos_sudo("staff_unit")
            self.sudo()._sync_department_teams_sudo()
        return result

    def _leave_employment_sudo(self, former):
        """Who is no longer employed leaves the teams of the department.

        Whether such a person still serves, as a retiree for instance, the office is
        asked, unless another employment goes on.

        :param dict former: see ``_sync_department_teams_sudo``
        """
        self.invalidate_recordset(["employee_ids"])
        self._sync_department_teams_sudo(former)
        self.sudo().filtered(
            lambda volunteer: (
                volunteer.state in ("trial", "registered", "suspended")
                and not volunteer.with_context(active_test=True).employee_ids
            )
        )._todo_for_office_sudo(
            "employment",
            lambda env: env._("No longer employed: still a volunteer?"),
            note=lambda env: env._(
                "Note the leaving, or change the kind, for instance to retiree. "
                "Recorded hours stay with the department of their day."
            ),
        )

    def _end_memberships_sudo(self):
        """End what memberships last, today; those still to come are taken back."""
        today = fields.Date.context_today(self)
        Member = self.env["volunteer.team.member"].sudo()
        lasting = Member.search(
            Domain("volunteer_id", "in", self.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", today))
        )
        coming = lasting.filtered(lambda member: member.date_from > today)
        coming.unlink()
        (lasting - coming).write({"date_to": today})

    @api.model
    def _cron_sync_staff(self):
        """Follow changes of department that HR entered for a later day."""
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = Employee.search([("volunteer_id", "!=", False)]).volunteer_id
        progress = self.env["ir.cron"]
        # Where the time ran out, the next run goes on.
        parameters = self.env["ir.config_parameter"].sudo()
        cursor = int(parameters.get_param(CURSOR_KEY) or 0)
        ids = sorted(found.ids)
        found = [volunteer_id for volunteer_id in ids if volunteer_id > cursor] or ids
        progress._commit_progress(remaining=len(found))
        for start in range(0, len(found), EMPLOYEES_A_BATCH):
            batch = found[start : start + EMPLOYEES_A_BATCH]
            self.browse(batch)._sync_department_teams_sudo()
            left = max(0, len(found) - start - len(batch))
            if left or cursor:
                parameters.set_param(CURSOR_KEY, left and batch[-1])
            if not progress._commit_progress(len(batch), remaining=left):
                break

    def _sync_department_teams_sudo(self, former=None, beginning=None):
        """Move staff from the team of a former department to that of the present one.

        The old membership ends on the day before, the new one begins on the day of the
        change; hours keep the team of their day. Memberships of other teams, also those
        of departments where the person never worked, are left alone, and whom the
        office has taken out of the team of the present department stays out. Nobody
        joins a team of a unit without serving there; the office gets a to-do. The
        number of queries does not depend on the number of people.

        :param dict former: ``{volunteer: {(department, company), …}}`` that HR's own
            history no longer shows, because they were overwritten
        :param beginning: volunteers who join the team although they were members
            since they came to the department
        """
        teams = self._get_department_teams_sudo()
        if not teams or not self:
            return
        former = {volunteer.id: found for volunteer, found in (former or {}).items()}
        begin_ids = set(beginning.ids) if beginning else set()
        history = self._get_department_history_sudo()
        memberships = self._get_team_memberships_sudo(
            {team.id for team in teams.values()}
        )
        foreign = self.browse()
        today = fields.Date.context_today(self)
        ending, joining, cancelled = {}, [], []
        for volunteer in self.sudo():
            present, past, moved_on, since = history.get(volunteer.id, NO_HISTORY)
            overwritten = set(former.get(volunteer.id, ())) - past
            if overwritten:
                # Not entered as a change with a day: it counts from now on.
                past, moved_on = past | overwritten, None
            wanted = {_find_team(teams, *place) for place in present} - {None}
            gone = {_find_team(teams, *place) for place in past} - wanted - {None}
            gone = {team.id for team in gone}
            own = memberships.get(volunteer.id, [])
            first_day = today
            for member in own:
                if member.team_id.id not in gone or not _lasts(member, today):
                    continue
                day = moved_on or (today if present else today + timedelta(days=1))
                if day <= member.date_from:
                    day = today
                if day <= member.date_from:
                    cancelled.append(member.id)
                    continue
                first_day = min(first_day, day)
                last_day = day - timedelta(days=1)
                ending.setdefault(last_day, member.browse())
                ending[last_day] |= member
            if volunteer.state not in ("trial", "registered", "suspended"):
                continue
            moved = volunteer.id in begin_ids or bool(overwritten - present)
            for team in wanted:
                earlier = [member for member in own if member.team_id == team]
                if any(_lasts(member, today) for member in earlier):
                    continue
                if team.company_id not in volunteer.company_ids.parent_ids:
                    foreign |= volunteer
                    continue
                since_both = max(filter(None, (since, team.staff_since)), default=None)
                if not moved and any(
                    not since_both or member.date_to >= since_both for member in earlier
                ):
                    continue
                free_from = [member.date_to + timedelta(days=1) for member in earlier]
                joining.append(
                    {
                        "volunteer_id": volunteer.id,
                        "team_id": team.id,
                        "date_from": max([first_day, *free_from]),
                    }
                )
        Member = self.env["volunteer.team.member"].sudo()
        Member.browse(cancelled).unlink()
        for last_day, members in ending.items():
            members.write({"date_to": last_day})
        # A row is written at once, the ends of others only when somebody looks.
        Member.flush_model(["date_to"])
        Member.create(joining)
        foreign._todo_for_office_sudo(
            "staff_unit",
            lambda env: env._("Works in a unit without serving there"),
            note=lambda env: env._(
                "HR lists this person in a department whose team takes its staff in, "
                "but the person does not serve in that unit: add the unit under "
                "“Serves in” once the person agrees."
            ),
        )

    @api.model
    def _get_department_teams_sudo(self):
        """Return ``{(department id, company): team}`` of those that take the staff."""
        return {
            (team.department_id.id, team.company_id): team
            for team in self.env["volunteer.team"]
            .sudo()
            .search_fetch(
                [("staff_members", "=", True), ("department_id", "!=", False)],
                ["department_id", "company_id", "staff_since"],
            )
        }

    def _get_department_history_sudo(self):
        """Return where these people work, worked, and since when.

        :return: ``{volunteer id: (present places, places HR's history shows, day of
            the last change or None, since when at the present places)}``; a place is
            a department and the company of the employment
        """
        today = fields.Date.context_today(self)
        versions = (
            self.env["hr.version"]
            .sudo()
            .search_fetch(
                [("employee_id.volunteer_id", "in", self.ids)],
                ["employee_id", "date_version", "department_id"],
                order="date_version, id",
            )
            .with_context(active_test=False)
        )
        history = {}
        for employee, own in versions.grouped("employee_id").items():
            begun = own.filtered(lambda version: version.date_version <= today)
            current = begun[-1:] or own[:1]
            before = begun[-2:-1]
            moved_on = None
            stay = None
            for version in reversed(begun):
                if version.department_id != current.department_id:
                    break
                stay = version.date_version
            if before and before.department_id != current.department_id:
                moved_on = current.date_version
            present, past, earlier_move, earlier_stay = history.get(
                employee.volunteer_id.id, NO_HISTORY
            )
            company = employee.company_id
            if employee.active:
                present = present | {
                    (place, company) for place in current.department_id
                }
            past = past | {(place, company) for place in begun.department_id}
            moved_on = max(filter(None, (moved_on, earlier_move)), default=None)
            since = max(filter(None, (stay, earlier_stay)), default=None)
            history[employee.volunteer_id.id] = (present, past, moved_on, since)
        return history

    def _get_team_memberships_sudo(self, team_ids):
        """Return ``{volunteer id: memberships of these teams, past ones too}``."""
        members = (
            self.env["volunteer.team.member"]
            .sudo()
            .search_fetch(
                [("volunteer_id", "in", self.ids), ("team_id", "in", list(team_ids))],
                ["volunteer_id", "team_id", "date_from", "date_to"],
            )
        )
        grouped = {}
        for member in members:
            grouped.setdefault(member.volunteer_id.id, []).append(member)
        return grouped


class VolunteerTeam(models.Model):
    """Teams of departments take the staff in as soon as they are told to."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.team"  # pylint: disable=consider-merging-classes-inherited

    staff_since = fields.Date(
        string="Takes the Staff since",
        readonly=True,
        copy=False,
        help="Whom the office takes out afterwards stays out.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._take_staff_soon()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if {"staff_members", "department_id", "active"} & set(vals):
            self._take_staff_soon()
        return result

    def _take_staff_soon(self):
        taking = self.filtered(lambda team: team.staff_members and team.department_id)
        if taking:
            taking.sudo().staff_since = fields.Date.context_today(self)
            self.env.ref(
                "volunteer_base.volunteer_volunteer_cron_sync_staff"
            ).sudo()._trigger()


def _find_team(teams, department, company):
    """Return the team of a department, or of the nearest department above it.

    Of the teams of one department that of the employing unit, else of the unit above.
    """
    for department_id in reversed(department.parent_path.split("/")[:-1]):
        for unit in reversed(company.parent_ids):
            if (int(department_id), unit) in teams:
                return teams[int(department_id), unit]
    return None


def _lasts(member, today):
    return not member.date_to or member.date_to >= today

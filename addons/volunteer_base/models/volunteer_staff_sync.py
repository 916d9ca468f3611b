from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .volunteer_item_issue import GONE_STATES

EMPLOYEES_A_BATCH = 1_000


class VolunteerVolunteer(models.Model):
    """Staff in step with HR: the teams of departments follow who works there."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state == "registered":
            self.sudo()._sync_department_teams_sudo()
        if state in GONE_STATES:
            self.sudo()._end_memberships_sudo()
        return result

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
        found = Employee.search([("volunteer_id", "!=", False)]).volunteer_id.ids
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(found))
        for start in range(0, len(found), EMPLOYEES_A_BATCH):
            batch = found[start : start + EMPLOYEES_A_BATCH]
            self.browse(batch)._sync_department_teams_sudo()
            left = max(0, len(found) - start - len(batch))
            if not progress._commit_progress(len(batch), remaining=left):
                break

    def _sync_department_teams_sudo(self, former=None):
        """Move staff from the team of a former department to that of the present one.

        The old membership ends on the day before, the new one begins on the day of the
        change; hours keep the team of their day. Memberships of other teams, also those
        of departments where the person never worked, are left alone. The number of
        queries does not depend on the number of people.

        :param dict former: ``{volunteer: departments}`` that HR's own history no longer
            shows, because they were overwritten
        """
        teams = self._get_department_teams_sudo()
        if not teams or not self:
            return
        former = {volunteer.id: found for volunteer, found in (former or {}).items()}
        history = self._get_department_history_sudo()
        memberships = self._get_team_memberships_sudo(set(teams.values()))
        today = fields.Date.context_today(self)
        ending, beginning, cancelled = {}, [], []
        for volunteer in self.sudo():
            present, past, moved_on = history.get(volunteer.id, (set(), set(), None))
            overwritten = set(former.get(volunteer.id, ())) - past
            if overwritten:
                # Not entered as a change with a day: it counts from now on.
                past, moved_on = past | overwritten, None
            wanted = {_find_team(teams, department) for department in present} - {None}
            gone = {_find_team(teams, department) for department in past} - wanted
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
            for team_id in wanted:
                earlier = [member for member in own if member.team_id.id == team_id]
                if any(_lasts(member, today) for member in earlier):
                    continue
                free_from = [member.date_to + timedelta(days=1) for member in earlier]
                beginning.append(
                    {
                        "volunteer_id": volunteer.id,
                        "team_id": team_id,
                        "date_from": max([first_day, *free_from]),
                    }
                )
        Member = self.env["volunteer.team.member"].sudo()
        Member.browse(cancelled).unlink()
        for last_day, members in ending.items():
            members.write({"date_to": last_day})
        Member.create(beginning)

    @api.model
    def _get_department_teams_sudo(self):
        """Return ``{department id: team id}`` of the teams that take the staff."""
        return {
            team.department_id.id: team.id
            for team in self.env["volunteer.team"]
            .sudo()
            .search_fetch(
                [("staff_members", "=", True), ("department_id", "!=", False)],
                ["department_id"],
            )
        }

    def _get_department_history_sudo(self):
        """Return where these people work, worked, and since when.

        :return: ``{volunteer id: (present departments, departments HR's history shows,
            day of the last change or None)}``
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
            if before and before.department_id != current.department_id:
                moved_on = current.date_version
            present, past, earlier_move = history.get(
                employee.volunteer_id.id, (set(), set(), None)
            )
            if employee.active:
                present = present | set(current.department_id)
            past = past | set(begun.department_id)
            moved_on = max(filter(None, (moved_on, earlier_move)), default=None)
            history[employee.volunteer_id.id] = (present, past, moved_on)
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
        if any(team.staff_members and team.department_id for team in self):
            self.env.ref(
                "volunteer_base.volunteer_volunteer_cron_sync_staff"
            ).sudo()._trigger()


def _find_team(teams, department):
    """Return the team of a department, or of the nearest department above it."""
    for department_id in reversed(department.parent_path.split("/")[:-1]):
        if int(department_id) in teams:
            return teams[int(department_id)]
    return None


def _lasts(member, today):
    return not member.date_to or member.date_to >= today

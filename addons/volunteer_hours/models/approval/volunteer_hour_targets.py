from odoo import models
from odoo.exceptions import UserError

from .turn_finder import Target


class VolunteerHour(models.Model):
    """Who is asked to agree to a line, by its route and by rules above any route."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _get_targets(self, route, line, finder):
        """Return the ``Target`` of each step of a line.

        Nobody approves their own hours, and nothing is ever stuck: a step without an
        approver falls to the volunteer office, and what a member of the office claims
        goes to the executive in charge, whatever the route. No user and no group is
        asked twice; a group's step may fall to one who was asked by name before. The
        office that stands in for somebody is asked where the route names it itself. Who
        claims for others as their leader has agreed by that, and is left out. Hours in
        working time are seen by the department manager.

        :param route: ``volunteer.approval.route``, or none
        :param line: ``volunteer.hour`` as superuser
        :param finder: a ``TurnFinder``
        :raise UserError: nobody may decide on the hours of a member of the office
        """
        hours = abs(line.hours)
        asked = [
            (kind, *step._get_candidate(line))
            for threshold, kind, step in finder.get_steps(route)
            if hours >= threshold
        ]
        if line._needs_department_head():
            self._ask_department_head(line, asked)
        targets = {}
        for kind, user, group in asked:
            target = self._get_target(kind, user, group, line, finder)
            if line._is_agreed_by_claiming(target.turn):
                continue
            known = targets.get(target.turn)
            if known and known.why and not target.why:
                # Who only stood in before is asked where the route itself means them.
                target = targets.pop(target.turn)
            targets.setdefault(target.turn, target)
        if not targets or finder.is_of_office(line):
            target = self._get_office_target(line, finder)
            targets.setdefault(target.turn, target)
        return list(targets.values())

    def _get_organiser_kind(self):
        """Return ``own`` or ``other``: who organised the service."""
        self.ensure_one()
        return "other" if (self.organiser or "").strip() else "own"

    def _ask_department_head(self, line, asked):
        """Put the department manager among ``[(kind, user, group)]``.

        Before the office and other groups, which trust in the heads.
        """
        if any(kind == "department" for kind, _user, _group in asked):
            return
        head = line.department_id.manager_id.user_id
        groups = [place for place, (_kind, _user, group) in enumerate(asked) if group]
        asked.insert(
            groups[0] if groups else len(asked),
            ("department", head, self.env["res.groups"]),
        )

    def _get_target(self, kind, user, group, line, finder):
        if group and group != finder.office:
            if finder.has_members(line, group):
                return Target(False, group.id, kind)
            return self._get_office_target(line, finder, (kind, "no_members"))
        if user and finder.may_decide(line, user):
            return Target(user.id, False, kind)
        if group:
            return self._get_office_target(line, finder)
        why = "nobody"
        if user:
            why = "own" if line._is_own_of(user) else "unfit"
        return self._get_office_target(line, finder, (kind, why))

    def _get_office_group(self):
        """Return the office's group, without the query of ``env.ref``."""
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "volunteer_base.group_officer"
        )
        return self.env["res.groups"].browse(group_id)

    def _get_office_target(self, line, finder, why=None):
        """Return the office, or for its own members the executive in charge.

        :param tuple why: why it falls to the office, kept on the ``Target``
        :raise UserError: a member's own hours, and no executive who could decide
        """
        target = self._find_office_target(line, finder, why)
        if not target:
            raise UserError(
                self.env._(
                    "%(name)s belongs to the volunteer office, whose hours the "
                    "executive in charge approves. Choose one in the settings of "
                    "%(company)s.",
                    name=line.volunteer_id.name,
                    company=line.company_id.name,
                )
            )
        return target

    def _find_office_target(self, line, finder, why=None):
        """Return the same, or None instead of an error."""
        office = Target(False, finder.office.id, "office", why)
        if not finder.is_of_office(line):
            return office
        executive = line.company_id.volunteer_executive_id
        if line._is_own_of(executive):
            return office if finder.has_members(line, finder.office) else None
        if not finder.fits(executive, line.company_id):
            return None
        return Target(executive.id, False, "executive", ("office", "office_own"))

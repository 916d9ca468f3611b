from odoo import models

from .turn_finder import Target


class VolunteerHour(models.Model):
    """Steps that wait too long, or for nobody, go up."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _get_higher_target(self, step, finder):
        """Return who is asked instead of a step's approver, or None.

        From a leader to those of the teams above, from a department manager to those
        of the departments above, at the end to the volunteer office; from the office
        to the executive in charge, and no further, as long as there is one.

        :param step: a ``volunteer.approval`` of this line
        :param finder: a ``TurnFinder``
        """
        self.ensure_one()
        if step.kind == "executive":
            return self._get_executive_successor(step, finder)
        if step.group_id == self._get_office_group():
            executive = self.company_id.volunteer_executive_id
            if finder.may_decide(self, executive):
                return Target(executive.id, False, "executive")
            return None
        above = self._get_chain(step.kind)
        if step.approver_id in above:
            above = above[above.ids.index(step.approver_id.id) + 1 :]
        tried = finder.tried(self) | {step.approver_id.id}
        for user in above:
            if user.id not in tried and finder.may_decide(self, user):
                return Target(user.id, False, step.kind)
        target = self._find_office_target(self, finder)
        # The executive, who has it already.
        if target and target.user_id and target.user_id in tried:
            return None
        return target

    def _get_executive_successor(self, step, finder):
        """Return who decides when the executive in charge has left, or None."""
        if finder.can_be_decided(self, step):
            return None
        executive = self.company_id.volunteer_executive_id
        if finder.may_decide(self, executive):
            return Target(executive.id, False, "executive")
        office = finder.office
        # The office's own hours wait for whom the unit puts in charge next.
        if not finder.is_of_office(self) and finder.has_members(self, office):
            return Target(False, office.id, "office")
        return None

    def _get_chain(self, kind):
        """Return the users from the lowest to the highest, for a kind of step."""
        users = self.env["res.users"].sudo()
        if kind in ("leader", "parent_leader"):
            unit = self.team_id
            while unit:
                users |= unit.leader_id._filter_serving().user_id
                unit = unit.parent_id
        elif kind == "department":
            unit = self.department_id
            while unit:
                users |= unit.manager_id.user_id
                unit = unit.parent_id
        return users

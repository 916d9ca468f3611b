from odoo import api, models
from odoo.exceptions import UserError

from .turn_finder import TurnFinder
from .volunteer_approval import OFFICE_KINDS
from .volunteer_approval_step import STEP_KINDS


class VolunteerHour(models.Model):
    """What would happen to a line if it was submitted now, and why."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _explain_route_sudo(self, vals):
        """Return who would approve a line, without writing anything.

        :param dict vals: what a line is created with; ``proven`` and
            ``in_working_time`` beside it
        :return: dictionary of ``route`` (a ``volunteer.approval.route``), ``reasons``
            (why this one, as texts), ``automatic``, ``steps`` (dictionaries of
            ``as_what``, ``who``, ``stand_in`` and ``why``, texts) and ``problem``, a
            text in place of the steps
        """
        known = {name: vals[name] for name in ("proven", "in_working_time")}
        asked = {name: value for name, value in vals.items() if name not in known}
        # Not as the officer who asks: what they submit themselves is another case.
        Hour = self.with_user(api.SUPERUSER_ID)
        (completed,) = Hour._complete_create_vals([asked])
        line = Hour.new({**completed, **known})
        finder = TurnFinder(line)
        route = self.env["volunteer.approval.route"]._get_all_sudo()
        route = route._get_first_match(line, finder)
        answer = {
            "route": route,
            "reasons": route._get_criteria() if route else [],
            "automatic": route.auto_approve and line._may_pass_at_once(),
            "steps": [],
            "problem": "",
        }
        if answer["automatic"]:
            return answer
        try:
            targets = line._get_targets(route, line, finder)
        except UserError as error:
            return {**answer, "problem": str(error)}
        kinds = self._get_step_kinds()
        answer["steps"] = [
            {
                "as_what": kinds[target.kind],
                "who": self._get_target_name(target),
                "stand_in": self._get_stand_in_name(line, target, finder),
                "why": self._get_why(target.why, kinds),
            }
            for target in targets
        ]
        return answer

    @api.model
    def _get_step_kinds(self):
        Approval = self.env["volunteer.approval"]
        labels = Approval._fields["kind"]._description_selection(self.env)
        return {key: dict(labels)[key] for key, _label in STEP_KINDS + OFFICE_KINDS}

    @api.model
    def _get_target_name(self, target):
        if target.user_id:
            return self.env["res.users"].sudo().browse(target.user_id).name
        return self.env["res.groups"].sudo().browse(target.group_id).display_name

    @api.model
    def _get_stand_in_name(self, line, target, finder):
        user_id, _group_id = finder.get_turn(line, *target.turn)
        if user_id == target.user_id:
            return ""
        return self.env["res.users"].sudo().browse(user_id).name

    @api.model
    def _get_why(self, why, kinds):
        """Return why somebody else is asked than the route means, as a sentence."""
        if not why:
            return ""
        kind, key = why
        reasons = {
            "nobody": self.env._(
                "Nobody is in charge there, or they have no login: it falls to the "
                "volunteer office."
            ),
            "own": self.env._(
                "Nobody decides on their own hours: it falls to the volunteer office."
            ),
            "unfit": self.env._(
                "Who is in charge has left, or cannot enter this unit: it falls to the "
                "volunteer office."
            ),
            "no_members": self.env._(
                "Nobody is in the group who could decide: it falls to the volunteer "
                "office."
            ),
            "office_own": self.env._(
                "Of a member of the volunteer office: the executive in charge decides."
            ),
        }
        return f"{kinds[kind]}: {reasons[key]}"


class VolunteerApprovalRoute(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.approval.route"  # pylint: disable=consider-merging-classes-inherited

    def _get_criteria(self):
        """Return what this route asks of a line, as texts."""
        self.ensure_one()
        names = ("company_id", "source", "kind", "team_id", "category_id", "organiser")
        texts = []
        for name in (*names, "party_member", "in_working_time"):
            value, field = self[name], self._fields[name]
            if not value:
                continue
            label = field._description_string(self.env)
            if field.type == "boolean":
                texts.append(label)
                continue
            if field.type == "many2one":
                value = value.display_name
            else:
                value = dict(field._description_selection(self.env))[value]
            texts.append(f"{label}: {value}")
        if self.hours_from:
            texts.append(self.env._("From %(hours)g hours", hours=self.hours_from))
        if self.hours_to:
            texts.append(self.env._("Up to %(hours)g hours", hours=self.hours_to))
        return texts

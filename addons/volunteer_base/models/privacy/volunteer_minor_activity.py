from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.age import ADULT
from .volunteer_minor_gate import GROWN_UP, GUARDIAN_PRESENT


class VolunteerActivity(models.Model):
    """Minors who signed up: asked again when it changes, and children are counted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    children_count = fields.Integer(
        string="Children without Guardian",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Volunteers under 14 whom the person in charge looks after.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "children_count")

    def _get_local_times(self):
        """Return start and end in the unit's time zone, naive."""
        return tuple(
            self.company_id._get_volunteer_time(moment).replace(tzinfo=None)
            for moment in (self.start, self.stop)
        )

    def _has_adult_leader_sudo(self):
        """Return whether somebody who is an adult on that day leads the activity."""
        self.ensure_one()
        leader = self.sudo().leader_id
        return bool(leader) and leader not in leader._get_minors_sudo(self.date)

    def write(self, vals):
        times = {activity: (activity.start, activity.stop) for activity in self}
        leaders = {activity: activity.leader_id for activity in self}
        result = super().write(vals)
        if {"start", "stop", "leader_id"} & set(vals):
            self.filtered(
                lambda activity: (
                    (activity.start, activity.stop) != times[activity]
                    or activity.leader_id != leaders[activity]
                )
            )._check_signed_up_sudo()
        return result

    def action_publish(self):
        result = super().action_publish()
        self._check_signed_up_sudo()
        return result

    def _check_signed_up_sudo(self):
        """Ask again whether those who signed up may serve, as things are now.

        :raise UserError: who may not and why; their sign-ups are cancelled first
        """
        sentences = []
        for activity in self.sudo():
            if activity.state not in ("draft", "published"):
                continue
            signups = activity.signup_ids.filtered(
                lambda signup: signup.state == "confirmed"
            )
            sentences += signups._get_obstacles_now_sudo()
            if any(signup.is_child for signup in signups):
                activity._check_children_sudo()
        if sentences:
            raise UserError(
                self.env._(
                    "Some of those who signed up could not serve then. Cancel their "
                    "sign-ups first, or choose differently:\n%(reasons)s",
                    reasons="\n".join(sentences),
                )
            )

    def _check_children_sudo(self):
        """Count the children of a group, and refuse more than one person minds.

        The count is written to the activity's row, so that two sign-ups at once on
        different posts collide there: one of them is repeated and then sees the other.

        :raise UserError: the group would be too large
        """
        for activity in self:
            count = activity._count_children_sudo()
            limit = activity.company_id.volunteer_minor_group_size
            if count > limit:
                raise UserError(
                    self.env._(
                        "“%(leader)s” looks after %(limit)s children at most. Please "
                        "come together with the guardian, or choose another day.",
                        leader=activity.leader_id.name or activity.name,
                        limit=limit,
                    )
                )

    def _count_children_sudo(self):
        """Count the children without guardian, and write it to the activity's row."""
        self.ensure_one()
        count = self.env["volunteer.signup"].search_count(
            [
                ("activity_id", "=", self.id),
                ("state", "in", ("confirmed", "attended")),
                ("is_child", "=", True),
                ("guardian_present", "=", False),
            ]
        )
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity SET children_count = %s WHERE id = %s",
                count,
                self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["children_count"])
        return count


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    is_child = fields.Boolean(string="Under 14", readonly=True)
    guardian_present = fields.Boolean(
        string="Guardian Comes along",
        readonly=True,
        help="Under 14 years: the guardian is there during the service.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "is_child", "guardian_present")

    def _release_sudo(self):
        children = self.filtered("is_child")
        result = super()._release_sudo()
        if children:
            # Counted only: giving back a seat is refused to nobody.
            for activity in children.activity_id:
                activity._count_children_sudo()
        return result

    def _get_obstacles_now_sudo(self, minors_only=False):
        """Return sentences why these people may not serve as their activity now is.

        :param bool minors_only: only what protects minors, for those who are here
        :rtype: list
        """
        sentences = []
        asked_about = self._filter_not_grown_up_sudo() if minors_only else self
        for slot, signups in asked_about.grouped("slot_id").items():
            for present, part in signups.grouped("guardian_present").items():
                people = part.volunteer_id
                asked = slot.with_context(**{GUARDIAN_PRESENT: present})
                reasons = asked._get_age_obstacles_sudo(people)
                if not minors_only:
                    unmet = slot._get_missing_training_sudo(people)
                    for person in people:
                        missing = slot._describe_unmet(person, unmet[slot, person])
                        if missing:
                            reasons.setdefault(person, missing)
                sentences += [
                    self.env._("%(name)s: %(reason)s", name=person.name, reason=reason)
                    for person, reason in reasons.items()
                ]
        return sentences

    def _filter_not_grown_up_sudo(self):
        """Return the sign-ups of those who are under 18, or may be."""
        kept = self.browse()
        for date, signups in self.grouped(lambda one: one.activity_id.date).items():
            ages = signups.volunteer_id._get_ages_sudo(date)
            kept |= signups.filtered(
                lambda signup, ages=ages: (
                    ages[signup.volunteer_id] < ADULT
                    if ages[signup.volunteer_id] is not None
                    else signup.volunteer_id.kind not in GROWN_UP
                )
            )
        return kept

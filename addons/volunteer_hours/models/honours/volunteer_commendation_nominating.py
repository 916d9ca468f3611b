from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class VolunteerCommendation(models.Model):
    """Who may nominate whom: oneself, one's own team and its people, one's project."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.commendation"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_open_for_sudo(self, volunteer):
        """Return the commendations of a volunteer's units that take nominations.

        :param volunteer: one volunteer, as superuser
        """
        today = volunteer.company_id._get_volunteer_today()
        return self.sudo().search(
            [
                ("company_id", "in", volunteer.company_ids.ids),
                ("state", "=", "nomination"),
                "|",
                ("nominate_until", "=", False),
                ("nominate_until", ">=", today),
            ],
            order="nominate_until, id",
        )

    def _get_candidates_sudo(self, user):
        """Return whom a user may nominate here, who is not nominated yet.

        :param user: who nominates; the volunteer of that user counts, too
        :return: records of the kind of holder, as superuser; oneself is not among them
        """
        self.ensure_one()
        domain = self._get_candidate_domain(user)
        if domain is None:
            return self.env[f"volunteer.{self.holder_kind}"].sudo()
        known = self.sudo().nominee_ids.filtered(
            lambda nominee: nominee.state != "withdrawn"
        )[f"{self.holder_kind}_id"]
        found = self.env[f"volunteer.{self.holder_kind}"].sudo().search(domain)
        return found - known

    def _get_candidate_domain(self, user):
        """Return which holders a user who is no officer may nominate."""
        self.ensure_one()
        unit = self.sudo().company_id
        if self.holder_kind == "team":
            return Domain("manager_user_ids", "in", user.id) & Domain(
                "company_id", "=", unit.id
            )
        if self.holder_kind == "project":
            return Domain("company_id", "=", unit.id) & (
                Domain("manager_id", "=", user.id)
                | Domain("team_id.manager_user_ids", "in", user.id)
            )
        today = unit._get_volunteer_today()
        member = (
            Domain("team_id.manager_user_ids", "in", user.id)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        return (
            Domain("member_ids", "any", member)
            & Domain("company_ids", "in", unit.ids)
            & Domain("state", "in", ("trial", "registered"))
            & Domain("user_id", "!=", user.id)
        )

    def _check_nominating(self):
        """:raise UserError: nominations are not open, or closed by date"""
        self._check_jury_state("nomination")
        for one in self.sudo():
            last = one.nominate_until
            if last and last < one.company_id._get_volunteer_today():
                raise UserError(
                    self.env._(
                        "“%(name)s”: nominations were open until %(date)s.",
                        name=one.name,
                        date=last,
                    )
                )

    def action_nominate(self, holder_id, reason):
        """Nominate whom one leads, or one’s team or project; officers anybody.

        :param int holder_id: id of a volunteer, team or project, as the honour goes to
        :param str reason: what was done
        :return: id of the nominee
        :raise AccessError: neither the office nor in charge of this holder
        :raise UserError: no reason, nominations are not open, nominated already
        """
        self.ensure_one()
        self._check_visible()
        reason = self._clean_reason(reason)
        # An officer of another unit who serves here is a volunteer as any other.
        office = self.env.user.has_group(
            "volunteer_base.group_officer"
        ) and self.has_access("write")
        if not office:
            self._check_nominating()
        holder = self.env[f"volunteer.{self.sudo().holder_kind}"]
        holder = holder.browse(int(holder_id))
        if office:
            holder.check_access("read")
        elif not holder.sudo().search_count(
            self._get_candidate_domain(self.env.user) & Domain("id", "=", holder.id)
        ):
            raise AccessError(
                self.env._(
                    "You can nominate members of teams that you lead, and your own "
                    "teams and projects."
                )
            )
        return self._nominate_sudo(holder, reason, "office" if office else "leader").id

    def action_apply(self, reason):
        """Apply for the honour oneself (自荐).

        :param str reason: what one did
        :return: id of the nominee
        :raise AccessError: no volunteer of this unit
        :raise UserError: no reason, not for volunteers, not open, applied already
        """
        self.ensure_one()
        self._check_visible()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        unit = self.sudo().company_id
        if unit not in volunteer.company_ids or not volunteer._filter_serving():
            raise AccessError(
                self.env._("Registered volunteers of the unit can apply.")
            )
        reason = self._clean_reason(reason)
        self._check_nominating()
        if self.sudo().holder_kind != "volunteer" or not self.sudo().allow_self:
            raise UserError(
                self.env._("One cannot apply for this honour; leaders nominate.")
            )
        return self._nominate_sudo(volunteer, reason, "self").id

    def _check_visible(self):
        """:raise AccessError: neither by rule nor as a volunteer of the unit"""
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        serves = self.sudo().company_id in volunteer.company_ids
        if not serves or self.sudo().state == "draft":
            self.check_access("read")

    def _nominate_sudo(self, holder, reason, source):
        known = self.sudo().nominee_ids.filtered(
            lambda nominee: (
                nominee.state != "withdrawn" and nominee._get_holder().id == holder.id
            )
        )
        if known:
            raise UserError(
                self.env._("%(name)s is nominated already.", name=known[0].name)
            )
        return (
            self.env["volunteer.commendation.nominee"]
            .sudo()
            .create(
                {
                    "commendation_id": self.id,
                    f"{self.sudo().holder_kind}_id": holder.id,
                    "reason": reason,
                    "source": source,
                    "nominated_by": self.env.uid,
                }
            )
        )


class VolunteerCommendationNominee(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.commendation.nominee"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_own_sudo(self):
        """Return the current user's own nominations, and those he or she made."""
        return self.sudo().search(
            [
                "|",
                ("volunteer_id.user_id", "=", self.env.uid),
                "&",
                ("nominated_by", "=", self.env.uid),
                ("source", "in", ("self", "leader")),
            ],
            order="id desc",
            limit=100,
        )

    def action_withdraw(self):
        """Take a nomination back: who made it, who is nominated, or the office.

        :raise AccessError: none of them
        :raise UserError: decided already
        """
        nominees = self.sudo()
        for nominee in nominees:
            if self.env.user not in (
                nominee.nominated_by | nominee.volunteer_id.user_id
            ):
                nominee.commendation_id.with_env(self.env)._check_officer()
                nominee.with_env(self.env).check_access("write")
        self._check_round("nomination", "review")
        nominees._check_own_state("nominated", "chosen")
        nominees.write({"state": "withdrawn"})
        # So that one may be nominated anew at once.
        nominees.flush_recordset(["state"])
        return True

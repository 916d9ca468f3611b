from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OPEN_STATES = ("asked", "agreed")


class VolunteerSignupSwap(models.Model):
    """A volunteer asks a team member to take over a service, or to exchange two."""

    _name = "volunteer.signup.swap"
    _description = "Substitute or Exchange"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "volunteer_id"

    _guarded_fields = (
        "volunteer_id",
        "other_id",
        "signup_id",
        "other_signup_id",
        "activity_id",
        "other_activity_id",
        "company_id",
        "state",
        "reason",
        "decided_on",
    )

    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        string="Asks",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    other_id = fields.Many2one(
        "volunteer.volunteer",
        string="Is Asked",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    signup_id = fields.Many2one(
        "volunteer.signup",
        string="Gives",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    other_signup_id = fields.Many2one(
        "volunteer.signup",
        string="Takes instead",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty for a substitute.",
    )
    # Copies: a sign-up may serve another post later, and rules stay short.
    activity_id = fields.Many2one(
        "volunteer.activity",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    other_activity_id = fields.Many2one(
        "volunteer.activity",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("agreed", "Waits for the Leader"),
            ("done", "Done"),
            ("declined", "Declined"),
            ("refused", "Refused by the Leader"),
            ("withdrawn", "Withdrawn"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        readonly=True,
        default="asked",
        index=True,
    )
    reason = fields.Char(readonly=True)
    decided_on = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(signup_id) WHERE state IN ('asked', 'agreed')",
        "Somebody has been asked already; withdraw that first.",
    )

    def action_agree(self):
        """Take over, as the one who was asked.

        Where the unit says so, the leader decides after that.

        :raise AccessError: somebody else was asked
        :raise UserError: answered already, or why this cannot be
        """
        self._check_asked("other_id")
        self._check_state("asked")
        for swap in self.sudo():
            if swap.company_id.volunteer_swap == "approve":
                swap._check_possible_sudo()
                swap.write({"state": "agreed"})
                swap._tell_leaders_sudo(
                    lambda env: env._("A substitute waits for your decision")
                )
            else:
                swap._carry_out_sudo()
        return True

    def action_decline(self):
        """Do not take over, as the one who was asked.

        :raise AccessError: somebody else was asked
        :raise UserError: answered already
        """
        self._check_asked("other_id")
        self._check_state("asked")
        self.sudo()._close_sudo("declined")
        for swap in self.sudo():
            swap._tell_sudo(
                swap.volunteer_id,
                lambda env, swap=swap: env._(
                    "%(name)s cannot take over", name=swap.other_id.name
                ),
            )
        return True

    def action_withdraw(self):
        """Ask no longer, as the one who asked.

        :raise AccessError: somebody else asked
        :raise UserError: decided already
        """
        self._check_asked("volunteer_id")
        self._check_state(*OPEN_STATES)
        self.sudo()._close_sudo("withdrawn")
        return True

    def action_approve(self):
        """Let it be so, as who is in charge of the activities.

        :raise AccessError: not in charge
        :raise UserError: nobody has agreed, or why this cannot be
        """
        self._check_in_charge()
        self._check_state("agreed")
        for swap in self.sudo():
            swap._carry_out_sudo()
        return True

    def action_refuse(self, reason):
        """Refuse, as who is in charge of the activities.

        :param str reason: why; both people read it
        :raise AccessError: not in charge
        :raise UserError: no reason, or decided already
        """
        self._check_in_charge()
        reason = self._clean_reason(reason)
        self._check_state(*OPEN_STATES)
        self.sudo().write({"reason": reason})
        self.sudo()._close_sudo("refused")
        for swap in self.sudo():
            swap._tell_sudo(
                swap.volunteer_id | swap.other_id,
                lambda env, swap=swap: env._(
                    "The leader refuses: %(reason)s", reason=swap.reason
                ),
            )
        return True

    def _check_asked(self, field):
        """:raise AccessError: the current user is not the person of this field"""
        if self.env.su:
            return
        self.check_access("read")
        if self.sudo()[field].user_id != self.env.user:
            raise AccessError(self.env._("Only the person asked for may do this."))

    def _check_in_charge(self):
        self.check_access("read")
        swaps = self.sudo()
        signups = swaps.signup_id | swaps.other_signup_id
        signups.sudo(self.env.su)._check_in_charge()

    def _check_state(self, *states):
        """:raise UserError: this is decided already"""
        if any(swap.state not in states for swap in self.sudo()):
            raise UserError(self.env._("This has been answered or decided already."))

    def _close_sudo(self, state):
        self.write({"state": state, "decided_on": fields.Datetime.now()})

    def _get_places_sudo(self):
        """Return ``[(sign-up that ends, need, who takes it)]``."""
        self.ensure_one()
        places = [(self.signup_id, self.signup_id.slot_id, self.other_id)]
        if self.other_signup_id:
            other = self.other_signup_id
            places.append((other, other.slot_id, self.volunteer_id))
        return places

    def _move_people_sudo(self):
        """Let each take the other's seat; the seats themselves are free at no moment.

        :raise UserError: one of them may not serve there, or serves no longer
        """
        places = self._get_places_sudo()
        now = fields.Datetime.now()
        for signup, _slot, _person in places:
            if signup.state != "confirmed" or signup.start <= now:
                raise UserError(
                    self.env._(
                        "“%(activity)s” can no longer be handed over.",
                        activity=signup.activity_id.display_name,
                    )
                )
        leaving = self.signup_id | self.other_signup_id
        children = leaving.filtered("is_child").activity_id
        # Who takes over may have waited for another post of the same activity.
        others = self.env["volunteer.signup"].search(
            [
                ("activity_id", "in", leaving.activity_id.ids),
                ("volunteer_id", "in", [person.id for *_place, person in places]),
                ("offered_until", "!=", False),
            ]
        )
        left = others.slot_id
        leaving._give_up_place_sudo()
        leaving.write({"state": "cancelled"})
        for _signup, slot, person in places:
            slot._with_kept_seat()._sign_up_sudo(person)
        left._offer_free_seats_sudo()
        for activity in children:
            activity._count_children_sudo()

    def _check_possible_sudo(self):
        """:raise UserError: why the two cannot serve in each other's place now"""
        try:
            with self.env.cr.savepoint():
                self._move_people_sudo()
                raise _Undo
        except _Undo:
            self.env.invalidate_all(flush=False)

    def _carry_out_sudo(self):
        self._move_people_sudo()
        self._close_sudo("done")
        self._tell_sudo(
            self.volunteer_id | self.other_id,
            lambda env: env._("The change is made"),
        )
        self._tell_leaders_sudo(lambda env: env._("A volunteer has a substitute"))

    def _describe(self, env):
        """Return what this is about, in the language of ``env``."""
        swap = self.with_env(env)
        names = {"name": swap.volunteer_id.name, "other": swap.other_id.name}
        activity = swap.activity_id
        if swap.other_activity_id:
            return env._(
                "%(name)s gives %(activity)s, %(when)s, to %(other)s and takes "
                "%(instead)s, %(instead_when)s.",
                activity=activity.name,
                when=activity._format_when_text(),
                instead=swap.other_activity_id.name,
                instead_when=swap.other_activity_id._format_when_text(),
                **names,
            )
        return env._(
            "%(other)s takes over from %(name)s: %(activity)s, %(when)s.",
            activity=activity.name,
            when=activity._format_when_text(),
            **names,
        )

    def _tell_sudo(self, people, title):
        people._notify_sudo(
            "swap",
            lambda person: (title(person.env), self._describe(person.env)),
            activity=self.activity_id,
            url="/my/volunteer",
            urgent=True,
        )

    def _tell_leaders_sudo(self, title):
        for signup in self.signup_id | self.other_signup_id:
            signup._tell_leader_sudo(title, self._describe, matter="swap")

    @api.model
    def _end_late_swaps_sudo(self):
        """Close what nobody answered before the service, or what is moot."""
        self.sudo().search(
            [
                ("state", "in", OPEN_STATES),
                "|",
                ("signup_id.start", "<=", fields.Datetime.now()),
                ("signup_id.state", "!=", "confirmed"),
            ]
        )._close_sudo("lapsed")


class _Undo(Exception):
    """Raised to undo what was only tried."""

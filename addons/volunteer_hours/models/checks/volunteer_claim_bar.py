from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: What says whom a bar holds, when and why.
SET_ONCE = frozenset(
    ("volunteer_id", "company_id", "date_from", "date_until", "reason")
)


class VolunteerClaimBar(models.Model):
    """Until when a volunteer cannot claim hours for himself or herself, and why."""

    _name = "volunteer.claim.bar"
    _description = "Bar on Own Claims"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_until desc, id desc"
    _rec_name = "volunteer_id"

    _guarded_fields = ("date_lifted", "lifted_by", "lift_reason", "inspection_id")

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_until = fields.Date(
        string="Until",
        required=True,
        help="The last day on which own claims are refused.",
    )
    reason = fields.Text(required=True)
    inspection_id = fields.Many2one(
        "volunteer.inspection",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_lifted = fields.Date(string="Lifted on", readonly=True, copy=False)
    lifted_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    lift_reason = fields.Text(string="Why Lifted", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("coming", "To come"),
            ("active", "In force"),
            ("over", "Over"),
            ("lifted", "Lifted"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _date_order = models.Constraint(
        "CHECK (date_until >= date_from)", "The last day comes after the first."
    )

    @api.depends("date_from", "date_until", "date_lifted", "company_id")
    def _compute_state(self):
        for bar in self:
            today = (bar.company_id or self.env.company)._get_volunteer_today()
            if bar.date_lifted:
                bar.state = "lifted"
            elif bar.date_from and today < bar.date_from:
                bar.state = "coming"
            elif bar.date_until and today > bar.date_until:
                bar.state = "over"
            else:
                bar.state = "active"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["res.company"]._get_volunteer_day_domain(
            lambda today: self._get_state_domain(value, today)
        )

    @api.model
    def _get_state_domain(self, states, today):
        """Return the domain of bars in given states on a unit's day."""
        standing = Domain("date_lifted", "=", False)
        domains = {
            "lifted": ~standing,
            "coming": standing & Domain("date_from", ">", today),
            "over": standing & Domain("date_until", "<", today),
            "active": standing
            & Domain("date_from", "<=", today)
            & Domain("date_until", ">=", today),
        }
        return Domain.OR(domains[state] for state in states if state in domains)

    def write(self, vals):
        if not self.env.su and vals.keys() & SET_ONCE:
            raise UserError(
                self.env._(
                    "A bar stays as it was set. Lift it with a reason, and set another "
                    "one where there is to be one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Bars are kept; lift them instead."))

    def action_lift(self, reason):
        """Let these volunteers claim hours again before the bar is over.

        :param str reason: why
        :raise AccessError: not of the volunteer office, or one's own bar
        :raise UserError: no reason, or not in force any more
        """
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office does this."))
        self.check_access("write")
        reason = self._clean_reason(reason)
        bars = self.sudo()
        if self.env.user in bars.volunteer_id._get_canonical_sudo().user_id:
            raise AccessError(
                self.env._(
                    "This is your own bar; somebody else of the office lifts it."
                )
            )
        for bar in bars:
            if bar.state not in ("coming", "active"):
                raise UserError(
                    self.env._(
                        "The bar of %(name)s is over already.",
                        name=bar.volunteer_id.name,
                    )
                )
        for company, group in bars.grouped("company_id").items():
            group.write(
                {
                    "date_lifted": company._get_volunteer_today(),
                    "lifted_by": self.env.uid,
                    "lift_reason": reason,
                }
            )
        bars.volunteer_id._notify_sudo(
            "hours",
            lambda person: (
                person.env._("You can claim hours again"),
                person.env._("The volunteer office has lifted the bar."),
            ),
            url="/my/volunteer/claim",
        )
        return True

    @api.model
    def _get_active_sudo(self, volunteers):
        """Return the bars in force for these people, under whatever record of theirs.

        :param volunteers: records of ``volunteer.volunteer``
        """
        return self.sudo().search(
            [
                ("volunteer_id", "in", volunteers._get_canonical_sudo().ids),
                ("state", "=", "active"),
            ]
        )


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    barred_until = fields.Date(
        string="No Own Claims until", compute="_compute_barred_until", compute_sudo=True
    )

    def _compute_barred_until(self):
        bars = self.env["volunteer.claim.bar"]._get_active_sudo(self)
        last = {}
        for bar in bars:
            person, day = bar.volunteer_id, bar.date_until
            last[person] = max(day, last.get(person, day))
        for volunteer in self:
            volunteer.barred_until = last.get(volunteer._get_canonical_sudo())


class VolunteerHour(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _check_claims(self):
        result = super()._check_claims()
        self._check_claim_bars()
        return result

    def _check_may_submit(self):
        result = super()._check_may_submit()
        # What was drafted before a bar began does not slip through.
        self._check_claim_bars()
        return result

    def _check_claim_bars(self):
        """Refuse what barred volunteers claim for themselves, in one query at most.

        Leaders and the office enter hours for them all the same.

        :raise UserError: until when, and who can enter the hours instead
        """
        own = self.sudo().filtered(
            lambda line: (
                line.source == "claim"
                and not line.reverses_id
                and self.env.user
                in (
                    line.volunteer_id.user_id,
                    line.volunteer_id.merged_into_id.user_id,
                )
            )
        )
        if not own:
            return
        bars = self.env["volunteer.claim.bar"]._get_active_sudo(own.volunteer_id)
        bar = bars.filtered(lambda bar: bar.company_id in own.company_id)[:1]
        if bar:
            raise UserError(
                self.env._(
                    "After a spot check you cannot claim hours yourself until "
                    "%(date)s. Please ask the leader of the service or the "
                    "volunteer office to enter them.",
                    date=bar.date_until,
                )
            )


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_bar_months = fields.Integer(
        string="Months without Own Claims",
        default=3,
        help="So long whoever claimed hours that a spot check found not correct cannot "
        "claim hours; leaders and the office still enter them. 0 bars nobody.",
    )

    _volunteer_bar_months_range = models.Constraint(
        "CHECK (volunteer_bar_months BETWEEN 0 AND 120)",
        "A bar lasts up to 120 months.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_bar_months = fields.Integer(
        related="company_id.volunteer_bar_months", readonly=False
    )

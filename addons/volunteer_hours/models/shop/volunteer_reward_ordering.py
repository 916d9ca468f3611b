from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.points import format_points

#: What a person has or had; cancelled and expired orders were never theirs.
KEPT_STATES = ("ordered", "handed_out")


class VolunteerReward(models.Model):
    """Who may order what, and ordering."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.reward"  # pylint: disable=consider-merging-classes-inherited

    def action_order(self):
        """Order one piece for oneself, for points.

        :return: the id of the order
        :rtype: int
        :raise AccessError: the user is no volunteer, or this is no matter of theirs
        :raise UserError: in one sentence why not: sold out, not enough points, …
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(self.env._("Only volunteers order rewards."))
        self.check_access("read")
        return self.sudo()._order_sudo(volunteer).id

    def action_order_for(self, volunteer_id):
        """Order one piece for a volunteer who stands at the desk.

        :param int volunteer_id: who gets it and pays the points
        :return: the id of the order
        :rtype: int
        :raise AccessError: not of the volunteer office, or not one's volunteer
        :raise UserError: in one sentence why not; nobody orders for themselves here
        """
        self.ensure_one()
        self._check_office()
        volunteer = self.env["volunteer.volunteer"].browse(volunteer_id).exists()
        volunteer.check_access("read")
        volunteer = volunteer._get_canonical_sudo()
        if not volunteer:
            raise UserError(self.env._("Please choose a volunteer."))
        if self.env.user in volunteer._get_owner_users_sudo():
            raise UserError(self.env._("For yourself, please order on your own page."))
        order = self.sudo()._order_sudo(volunteer)
        # Whose points they are hears of it, whoever stood at the desk.
        volunteer._notify_sudo(
            "recognition",
            lambda person: (
                person.env._("The volunteer office ordered for you"),
                person.env._(
                    "%(reward)s, for %(points)s points of yours. If you did not ask "
                    "for it, please tell the volunteer office.",
                    reward=order.with_env(person.env).reward_id.name,
                    points=order.price,
                ),
            ),
            url="/my/volunteer/shop/orders",
        )
        return order.id

    def _order_sudo(self, volunteer):
        """Take a piece and the points, and return the order.

        Always the account first, then the stock, when ordering and when cancelling:
        two deeds never wait for each other. The account is changed with every order,
        so that nobody passes a limit by pressing twice at the same moment.
        """
        obstacle = self._get_obstacles_sudo(volunteer)[self]
        if obstacle:
            raise UserError(obstacle)
        self.env["volunteer.point.account"]._lock_accounts_sudo(volunteer)
        self._move_stock_sudo(-1)
        today = self.company_id._get_volunteer_today()
        days = self.company_id.volunteer_pickup_days
        order = self.env["volunteer.reward.order"].create(
            {
                "volunteer_id": volunteer.id,
                "reward_id": self.id,
                "company_id": self.company_id.id,
                "price": self.price,
                "pickup_until": days and fields.Date.add(today, days=days),
            }
        )
        order._pay_sudo()
        return order

    def _get_obstacles_sudo(self, volunteer):
        """Say of each of these rewards why this person cannot order it now.

        The number of queries does not depend on the number of rewards.

        :return: ``{reward: sentence or None}``
        """
        volunteer.ensure_one()
        # Only looked for: a page that shows the shop opens no account.
        hundredths = (
            self.env["volunteer.point.account"]
            .sudo()
            .search([("volunteer_id", "in", volunteer._get_canonical_sudo().ids)])
            .balance
        )
        had = self._get_kept_counts_sudo(volunteer)
        days = {company: company._get_volunteer_today() for company in self.company_id}
        return {
            reward: reward._get_obstacle_sudo(
                volunteer, hundredths, had.get(reward.id, 0), days[reward.company_id]
            )
            for reward in self
        }

    def _get_kept_counts_sudo(self, volunteer):
        """Return ``{reward id: how many}`` this person has or had, in one query."""
        rows = (
            self.env["volunteer.reward.order"]
            .sudo()
            ._read_group(
                [
                    ("reward_id", "in", self.ids),
                    ("volunteer_id", "in", volunteer._with_merged_sudo().ids),
                    ("state", "in", KEPT_STATES),
                ],
                ["reward_id"],
                ["__count"],
            )
        )
        return {reward.id: count for reward, count in rows}

    def _get_obstacle_sudo(self, volunteer, hundredths, had, today):
        """Return one sentence, or nothing where there is no obstacle."""
        env = self.env
        needed = max(self.price, self.minimum_balance)
        if volunteer.state not in ("trial", "registered"):
            return env._("%(name)s is not a registered volunteer.", name=volunteer.name)
        if self.company_id not in volunteer.company_ids:
            return env._(
                "This is for the volunteers of %(company)s.",
                company=self.company_id.name,
            )
        if self.state != "open":
            return env._("“%(reward)s” is not in the shop.", reward=self.name)
        if self.date_from and today < self.date_from:
            return env._("From %(date)s on.", date=self.date_from)
        if self.date_to and today > self.date_to:
            return env._("This could be ordered until %(date)s.", date=self.date_to)
        if self.stock <= 0:
            return self._describe_sold_out()
        if self.limit_per_person and had >= self.limit_per_person:
            return env._(
                "At most %(count)s per person; that is used up.",
                count=self.limit_per_person,
            )
        if hundredths < 0:
            return env._(
                "The points are in debt, since hours were taken back. New hours "
                "work it off; then there is something to order with again."
            )
        if hundredths < needed * 100:
            return env._(
                "%(needed)s points are needed; there are %(have)s.",
                needed=needed,
                have=format_points(hundredths),
            )
        return None

    @api.model
    def _domain_shop_sudo(self, volunteer):
        """Return the domain of what the shop shows to one person."""
        return (
            Domain("state", "=", "open")
            & Domain("company_id", "in", volunteer.company_ids.ids)
            & Domain.OR(
                Domain("company_id", "in", companies.ids)
                & (
                    Domain("date_to", "=", False)
                    | Domain("date_to", ">=", companies[:1]._get_volunteer_today())
                )
                for companies in volunteer.company_ids.grouped("volunteer_tz").values()
            )
        )

import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Orders handled between two commits of a run.
BATCH = 100
#: Days before the last one on which whoever ordered is reminded.
REMIND_DAYS = 3
ORDERS_PAGE = "/my/volunteer/shop/orders"


class VolunteerRewardOrder(models.Model):
    """What nobody picks up goes back; counters are compared with their rows."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.reward.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_due(self):
        """End orders that were not picked up in time, and remind of the others."""
        overdue = self.sudo().search(self._domain_until(-1), order="id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(overdue))
        for start in range(0, len(overdue), BATCH):
            batch = overdue[start : start + BATCH]
            # Some may have been fetched since they were looked for.
            batch.filtered(lambda order: order.state == "ordered")._expire_sudo()
            if not progress._commit_progress(
                len(batch), remaining=max(0, len(overdue) - start - BATCH)
            ):
                return
        self._remind_sudo()
        self.env["volunteer.reward"]._check_stock_sudo()

    def _expire_sudo(self):
        self._end_sudo("expired")
        for volunteer, orders in self.grouped("volunteer_id").items():
            volunteer._notify_sudo(
                "recognition",
                lambda person, orders=orders: (
                    person.env._("Your points are back"),
                    person.env._(
                        "Not picked up in time: %(rewards)s. You can order again.",
                        rewards=orders.with_env(person.env).reward_id.mapped("name"),
                    ),
                ),
                url=ORDERS_PAGE,
            )

    @api.model
    def _remind_sudo(self):
        """Tell those whose days are almost over, one message a person and day."""
        ending = self.sudo().search(self._domain_until(REMIND_DAYS))
        # One message about all that ends on the same day, and none about it twice.
        for (volunteer, day), orders in ending.grouped(
            lambda order: (order.volunteer_id, order.pickup_until)
        ).items():
            volunteer._notify_sudo(
                "recognition",
                lambda person, orders=orders, day=day: (
                    person.env._("Your reward is waiting for you"),
                    person.env._(
                        "Please pick up until %(day)s: %(rewards)s.",
                        day=fields.Date.to_string(day),
                        rewards=orders.with_env(person.env).reward_id.mapped("name"),
                    ),
                ),
                url=ORDERS_PAGE,
                key=f"reward-{day}",
            )

    @api.model
    def _domain_until(self, days):
        """Return the domain of orders whose time ends within so many days."""
        return Domain("state", "=", "ordered") & self.env[
            "res.company"
        ]._get_volunteer_day_domain(
            lambda today: Domain(
                "pickup_until", "<=", fields.Date.add(today, days=days)
            )
        )


class VolunteerReward(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reward"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_wrong_stock_sudo(self):
        """Return ``[(id, left)]`` of rewards whose counter is wrong.

        What is left is what was supplied without what is or was somebody's.
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT reward.id, reward.supplied - count(kept.id)
                  FROM volunteer_reward reward
             LEFT JOIN volunteer_reward_order kept
                    ON kept.reward_id = reward.id
                   AND kept.state IN ('ordered', 'handed_out')
              GROUP BY reward.id
                HAVING reward.stock != reward.supplied - count(kept.id)
              ORDER BY reward.id
                """
            )
        )

    @api.model
    def _check_stock_sudo(self):
        """Say in the log which counters differ from their orders.

        It never happens by the methods of this addon. Nothing is put right by itself:
        how many pieces lie in the cupboard, only somebody who looks can say.
        """
        for reward_id, left in self._find_wrong_stock_sudo():
            reward = self.sudo().browse(reward_id)
            _logger.error(
                "%s: %s pieces left, but by its orders there are %s.",
                reward,
                reward.stock,
                left,
            )

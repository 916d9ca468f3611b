from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """Orders and gifts of a person: own copy, merging, erasure."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    reward_order_ids = fields.One2many(
        "volunteer.reward.order", "volunteer_id", string="Orders of Rewards"
    )
    gift_given_ids = fields.One2many("volunteer.gift", "giver_id", string="Gifts Given")
    gift_received_ids = fields.One2many(
        "volunteer.gift", "receiver_id", string="Gifts Received"
    )

    def _get_own_data_sudo(self):
        groups = super()._get_own_data_sudo()
        people = self._with_merged_sudo()
        told = ("offered_on", "relation", "points", "note", "state", "decided_on")
        groups["award"] += [
            self._own_section_sudo(
                "reward_orders",
                self.env._("Orders of Rewards"),
                people.reward_order_ids,
                ("reward_id", "price", "state", "handed_out_on", "reason"),
            ),
            self._own_section_sudo(
                "gifts_given", self.env._("Gifts Given"), people.gift_given_ids, told
            ),
            self._own_section_sudo(
                "gifts_received",
                self.env._("Gifts Received"),
                people.gift_received_ids,
                told,
            ),
        ]
        return groups

    def _get_merge_moves(self):
        return {**super()._get_merge_moves(), "volunteer.reward.order": ("id",)}

    def _get_merge_links(self):
        return {
            **super()._get_merge_links(),
            "volunteer.gift": ("giver_id", "receiver_id"),
        }

    def _erase_sudo(self):
        """End what is open, so that stock and points are right; then empty the words.

        Points given away stay with who got them.
        """
        people = self.sudo()
        people.reward_order_ids.filtered(
            lambda order: order.state == "ordered"
        )._end_sudo("cancelled")
        gifts = people.gift_given_ids | people.gift_received_ids
        gifts.filtered(lambda gift: gift.state == "offered")._return_sudo("withdrawn")
        people.reward_order_ids.write({"reason": False})
        gifts.write({"note": False})
        # What the other side's history calls them.
        self.env["volunteer.point.move"].sudo().search(
            [("gift_id", "in", gifts.ids), ("reason", "!=", False)]
        ).write({"reason": False})
        return super()._erase_sudo()

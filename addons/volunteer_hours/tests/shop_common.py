from .common import HoursCase


class ShopCase(HoursCase):
    """A shop with umbrellas for ten points, and a member with a hundred."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.member_user | cls.portal_user).lang = "en_US"
        cls.Order = cls.env["volunteer.reward.order"]
        cls.Gift = cls.env["volunteer.gift"]
        cls.give_points(cls.member, 100)
        cls.umbrella = cls.make_reward("Umbrella", price=10, stock=5)

    @classmethod
    def give_points(cls, volunteer, points):
        accounts = cls.env["volunteer.point.account"]._get_accounts_sudo(volunteer)
        accounts._move_sudo("correction", points * 100, reason="To begin with")

    @classmethod
    def make_reward(cls, name, **vals):
        reward = cls.env["volunteer.reward"].create(
            {"name": name, "company_id": cls.company.id, **vals}
        )
        reward.with_user(cls.officer).action_open()
        return reward

    def order(self, user=None, reward=None):
        reward = reward or self.umbrella
        return self.Order.browse(
            reward.with_user(user or self.member_user).action_order()
        )

    def points(self, volunteer):
        self.env.invalidate_all()
        return (
            self.env["volunteer.point.account"]._get_accounts_sudo(volunteer).balance
            / 100
        )

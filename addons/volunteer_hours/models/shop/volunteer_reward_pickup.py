from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.pickup_code import read_code
from .one_winner import change_state_sudo


class VolunteerRewardOrder(models.Model):
    """Handing out: who shows the code of an order gets the piece, once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.reward.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def action_look_up(self, code):
        """Say what a pick-up code stands for, without handing anything out.

        :param str code: as it was typed or scanned: small letters, blanks and the
            whole address are fine
        :return: an answer as :meth:`action_hand_out` gives it
        :rtype: dict
        :raise AccessError: not of the volunteer office
        """
        self._check_office()
        order = self._find_by_code_sudo(code)
        return order._prepare_answer_sudo(order._get_pickup_problem_sudo())

    @api.model
    def action_hand_out(self, code):
        """Hand out what a pick-up code stands for.

        Once only: of two desks that type the same code at the same moment, the second
        hears that it was handed out.

        :param str code: as it was typed or scanned
        :return: ``{"colour": "green", "amber", "red" or "blue", "title": …, "text": …,
            "order": id or False, "waiting": whether it is still to be handed out}``
        :rtype: dict
        :raise AccessError: not of the volunteer office
        """
        self._check_office()
        order = self._find_by_code_sudo(code)
        problem = order._get_pickup_problem_sudo()
        if problem:
            return order._prepare_answer_sudo(problem)
        order._hand_out_sudo()
        return order._prepare_answer_sudo(
            ("green", self.env._("Hand it out now"), order._describe_sudo())
        )

    def action_hand_out_known(self):
        """Hand out orders to people whom the office knows, without their code.

        :raise AccessError: not of the volunteer office, or not one's orders
        :raise UserError: ended already, or one's own
        """
        self._check_office()
        self.check_access("read")
        orders = self.sudo()
        orders._check_waiting_sudo()
        if self.env.user in orders.volunteer_id._get_owner_users_sudo():
            raise UserError(self._describe_own())
        orders._hand_out_sudo()
        orders._tell_handed_out_sudo()
        return True

    @api.model
    def action_open_pickup(self):
        """Open the page on which codes are typed and scanned.

        :raise AccessError: not of the volunteer office
        """
        self._check_office()
        return {
            "type": "ir.actions.act_url",
            "url": "/my/volunteer/pickup",
            "target": "self",
        }

    def _tell_handed_out_sudo(self):
        """Tell who got something without showing a code: nobody else can have it."""
        for volunteer, orders in self.grouped("volunteer_id").items():
            volunteer._notify_sudo(
                "recognition",
                lambda person, orders=orders: (
                    person.env._("Handed out to you"),
                    person.env._(
                        "%(rewards)s. If you have not got it, please tell the "
                        "volunteer office.",
                        rewards=orders.with_env(person.env).reward_id.mapped("name"),
                    ),
                ),
                url="/my/volunteer/shop/orders",
            )

    def _hand_out_sudo(self):
        if not change_state_sudo(self, "ordered", "handed_out"):
            self._check_waiting_sudo()
        self.write(
            {
                "handed_out_by": self.env.uid,
                "handed_out_on": fields.Datetime.now(),
            }
        )

    @api.model
    def _find_by_code_sudo(self, text):
        """Return the order of a code in the user's units, or none, as superuser."""
        code = read_code(text)
        if not code:
            return self.sudo().browse()
        return self.sudo().search(
            [("code", "=", code), ("company_id", "in", self.env.companies.ids)]
        )

    def _get_pickup_problem_sudo(self):
        """Return ``(colour, title, text)`` of why nothing is handed out, or nothing."""
        env = self.env
        if not self:
            return (
                "red",
                env._("No such code"),
                env._("Please read it again: eight letters and digits, no 0, 1, I, L."),
            )
        if self.state == "handed_out":
            when = self.company_id._get_volunteer_time(self.handed_out_on)
            return (
                "amber",
                env._("Handed out already"),
                env._(
                    "%(what)s: %(when)s, by %(who)s.",
                    what=self._describe_sudo(),
                    when=when.strftime("%Y-%m-%d %H:%M"),
                    who=self.handed_out_by.name,
                ),
            )
        if self.state != "ordered":
            labels = dict(self._fields["state"]._description_selection(env))
            return (
                "red",
                labels[self.state],
                env._("%(what)s: the points went back.", what=self._describe_sudo()),
            )
        if env.user in self.volunteer_id._get_owner_users_sudo():
            return "red", env._("Your own order"), self._describe_own()
        return None

    def _describe_own(self):
        return self.env._("Somebody else of the office hands out your own order.")

    def _describe_sudo(self):
        return f"{self.reward_id.name} · {self.volunteer_id.display_name}"

    def _prepare_answer_sudo(self, said):
        """Return what a screen shows; ``said`` empty: it can be handed out."""
        colour, title, text = said or (
            "blue",
            self.reward_id.name,
            self.volunteer_id.display_name,
        )
        return {
            "colour": colour,
            "title": title,
            "text": text,
            "order": self.id,
            "waiting": not said,
        }

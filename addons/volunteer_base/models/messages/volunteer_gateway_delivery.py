from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.urls import urljoin

from ...tools.outgoing import WORKERS, send_all
from ...tools.phone import is_mobile


class VolunteerMessage(models.Model):
    """Gateways as ways out of the outbox."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.message"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_deliveries_sudo(self):
        vals_list = super()._prepare_deliveries_sudo()
        gateways = (
            self.env["volunteer.gateway"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids)])
            .grouped("company_id")
        )
        posts = self._get_posts_sudo()
        for message in self:
            for gateway in gateways.get(message.company_id, ()):
                if gateway.urgent_only and not message.urgent:
                    continue
                if gateway.kind == "robot":
                    if message not in posts:
                        continue
                elif gateway.kind == "sms" and not message._get_mobile_sudo():
                    continue
                vals_list.append(
                    {
                        "message_id": message.id,
                        "company_id": message.company_id.id,
                        "channel": "gateway",
                        "gateway_id": gateway.id,
                        "is_group": gateway.kind == "robot",
                        "urgent": message.urgent,
                    }
                )
        return vals_list

    def _get_posts_sudo(self):
        """Return the messages that group robots post, one of each activity.

        Only of what was said to be news for all. Readers have different languages; a
        group is told once, in the language of those without a login of their own.
        """
        if not self.env.context.get("volunteer_news"):
            return self.browse()
        lang = self.env["volunteer.volunteer"]._get_message_lang()
        posts = {}
        for message in self:
            same = message.volunteer_id._get_message_lang() == lang
            post = (message.company_id, message.activity_id)
            if post not in posts or (same and not posts[post][0]):
                posts[post] = (same, message)
        return self.browse(message.id for _same, message in posts.values())

    def _get_mobile_sudo(self):
        """Return the number for text messages; for children, the guardian's."""
        self.ensure_one()
        identity = self.volunteer_id.identity_ids
        for number in (identity.mobile, identity.guardian_mobile):
            if number and is_mobile(number):
                return number
        return ""

    def _domain_personal(self):
        return super()._domain_personal() & Domain("is_group", "=", False)


class VolunteerMessageDelivery(models.Model):
    _inherit = "volunteer.message.delivery"  # pylint: disable=consider-merging-classes-inherited

    gateway_id = fields.Many2one(
        "volunteer.gateway", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    def _transmit_gateway_sudo(self):
        """Send requests side by side; see ``_transmit_sudo``.

        Where a gateway answers none of those sent together, the others wait: a server
        that stands still must not hold up all the rest.
        """
        outcomes = {}
        for gateway, deliveries in self.grouped("gateway_id").items():
            if not gateway.active:
                error = self.env._("The gateway was switched off.")
                outcomes.update(dict.fromkeys(deliveries, ("failed", error)))
                continue
            for start in range(0, len(deliveries), WORKERS):
                group = deliveries[start : start + WORKERS]
                values = [delivery._prepare_gateway_values_sudo() for delivery in group]
                answers = send_all(list(map(gateway._prepare_job_sudo, values)))
                for delivery, value, answer in zip(group, values, answers, strict=True):
                    outcomes[delivery] = gateway._read_answer_sudo(
                        answer, (value["mobile"],)
                    )
                if all(answer.problem for answer in answers):
                    for delivery in deliveries[start + WORKERS :]:
                        outcomes[delivery] = ("wait", outcomes[group[0]][1])
                    break
        return outcomes

    def _prepare_gateway_values_sudo(self):
        """Return the texts for the placeholders of a gateway."""
        self.ensure_one()
        message = self.message_id
        volunteer = message.volunteer_id
        # What stands behind a link of one's own is nothing for a group.
        url = "/my/volunteer/messages" if self.is_group else message.url
        values = {
            "title": message.title,
            "body": message.body or "",
            "text": "\n".join(filter(None, (message.title, message.body))),
            "url": urljoin(message.get_base_url(), url) if url else "",
            "unit": message.company_id.name,
            "mobile": "",
        }
        if not self.is_group:
            values |= {"code": volunteer.code, "login": volunteer.user_id.login or ""}
        if self.gateway_id.kind == "sms":
            values["mobile"] = message._get_mobile_sudo()
        return values

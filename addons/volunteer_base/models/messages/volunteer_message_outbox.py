from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .volunteer_message_delivery import OPEN_STATES


class VolunteerMessage(models.Model):
    """The ways out of the outbox, and what came of them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.message"  # pylint: disable=consider-merging-classes-inherited

    delivery_ids = fields.One2many(
        "volunteer.message.delivery", "message_id", string="Deliveries", readonly=True
    )
    status = fields.Selection(
        [
            ("queued", "On its way"),
            ("sent", "Delivered"),
            ("page", "On the page only"),
            ("failed", "Not delivered"),
        ],
        required=True,
        readonly=True,
        default="queued",
        help="On the page only: waits on the volunteer's page until the next visit. "
        "Not delivered: neither e-mail nor gateway worked, and there is no login.",
    )
    date_phoned = fields.Datetime(string="Told by Phone on", readonly=True)
    phoned_by_id = fields.Many2one(
        "res.users", string="Told by", readonly=True, ondelete="restrict"
    )
    mobile_masked = fields.Char(related="volunteer_id.mobile_masked", string="Mobile")

    _queued = models.Index("(id) WHERE status = 'queued'")
    _to_phone = models.Index(
        "(company_id) WHERE status IN ('page', 'failed') "
        "AND date_read IS NULL AND date_phoned IS NULL"
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "status",
            "date_phoned",
            "phoned_by_id",
        )

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages.sudo()._queue_sudo()
        return messages

    def _queue_sudo(self):
        """Put these messages on every way out that there is for each of them."""
        Delivery = self.env["volunteer.message.delivery"].sudo()
        vals_list = self._prepare_deliveries_sudo()
        if vals_list:
            Delivery.create(vals_list)
            if any(vals["urgent"] for vals in vals_list):
                # The others wait for the next turn, two minutes at most.
                Delivery._trigger_sudo()
        queued = {vals["message_id"] for vals in vals_list if not vals.get("is_group")}
        self.filtered(lambda message: message.id not in queued)._settle_rows_sudo(
            set(), set()
        )

    def _prepare_deliveries_sudo(self):
        """Return the values of the deliveries; other channels add theirs.

        The number of queries does not depend on the number of messages.
        """
        return [
            {
                "message_id": message.id,
                "company_id": message.company_id.id,
                "channel": "mail",
                "urgent": message.urgent,
            }
            for message in self
            if message.company_id.volunteer_message_mail
            and message.volunteer_id._get_email_sudo()
        ]

    @api.model
    def _settle_sudo(self):
        """Say of the messages on their way which have arrived, and which never will."""
        queued = self.sudo().search([("status", "=", "queued")])
        states = (
            self.env["volunteer.message.delivery"]
            .sudo()
            ._read_group(
                self._domain_personal() & Domain("message_id", "in", queued.ids),
                ["message_id", "state"],
            )
        )
        queued._settle_rows_sudo(
            {message.id for message, state in states if state == "sent"},
            {message.id for message, state in states if state in OPEN_STATES},
        )

    @api.model
    def _domain_personal(self):
        """Return the domain of the deliveries that reach one person."""
        return Domain.TRUE

    def _settle_rows_sudo(self, sent, waiting):
        """Write the status of messages, one statement a status.

        :param set sent: ids of messages that went out at least once
        :param set waiting: ids of messages that may still go out
        """

        def status(message):
            if message.id in sent:
                return "sent"
            if message.id in waiting:
                return "queued"
            return "page" if message.volunteer_id.user_id.active else "failed"

        for value, messages in self.grouped(status).items():
            if value != "queued":
                messages.write({"status": value})

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def action_read(self):
        """Note that the current user has read messages to himself or herself.

        Messages to others stay as they are.
        """
        self.check_access("read")
        own = self.sudo().filtered(
            lambda message: (
                message.volunteer_id.user_id == self.env.user and not message.date_read
            )
        )
        if own:
            own.write({"date_read": fields.Datetime.now()})
        return True

    # ------------------------------------------------------------------
    # The phone list
    # ------------------------------------------------------------------

    @api.model
    def _domain_to_phone(self):
        """Return the domain of what somebody has to be told by phone.

        What reached nobody, and what is urgent, lies on a page and was not read; of
        activities only while they are not over.
        """
        return (
            Domain("date_phoned", "=", False)
            & Domain("date_read", "=", False)
            & (
                Domain("activity_id", "=", False)
                | Domain("activity_id.stop", ">", fields.Datetime.now())
            )
            & (
                Domain("status", "=", "failed")
                | (Domain("status", "=", "page") & Domain("urgent", "=", True))
            )
        )

    def action_show_mobile(self):
        """Show the mobile number of the one who is to be told; that is logged."""
        self.ensure_one()
        self.check_access("read")
        # By the volunteer's own rules: who may call whom, and until when.
        return self.volunteer_id.action_show_mobile()

    def action_phoned(self):
        """Note that people were told by phone.

        :raise AccessError: neither in charge of the activity nor of the office
        :raise UserError: somebody was told already
        """
        self._check_in_charge()
        told = self.filtered("date_phoned")
        if told:
            raise UserError(
                self.env._(
                    "Told already: %(names)s.", names=told.volunteer_id.mapped("name")
                )
            )
        self.sudo().write(
            {"date_phoned": fields.Datetime.now(), "phoned_by_id": self.env.uid}
        )
        return True

    def _check_in_charge(self):
        """:raise AccessError: neither in charge of the activities nor of the office"""
        self.check_access("read")
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            return
        # Leaders read what belongs to their activities, and everybody the own.
        if not self.env.user.has_group("volunteer_base.group_leader") or any(
            self.env.user not in message.sudo().activity_id._get_managers_sudo()
            for message in self
        ):
            self.env["volunteer.volunteer"]._check_officer()


class VolunteerHome(models.AbstractModel):
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "to_phone",
                "title": self.env._("To be told by phone"),
                "hint": self.env._("A message did not reach them; please call."),
                "model": "volunteer.message",
                "domain": self.env["volunteer.message"]._domain_to_phone(),
                "action": "volunteer_base.volunteer_message_action_phone",
                "group": "volunteer_base.group_leader",
            },
        ]

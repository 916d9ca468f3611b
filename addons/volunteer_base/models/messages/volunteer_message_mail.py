import smtplib

from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.tools import plaintext2html
from odoo.tools.urls import urljoin


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_message_mail = fields.Boolean(
        string="Messages by E-mail",
        default=True,
        help="Messages to volunteers go out by e-mail, too, where there is an address.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_message_mail = fields.Boolean(
        related="company_id.volunteer_message_mail", readonly=False
    )


class VolunteerMessageDelivery(models.Model):
    """E-mail as a way out."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.message.delivery"  # pylint: disable=consider-merging-classes-inherited

    def _transmit_mail_sudo(self):
        """Send e-mails in one batch; see ``_transmit_sudo``."""
        outcomes = {}
        addresses = {}
        for delivery in self:
            address = delivery.message_id.volunteer_id._get_email_sudo()
            if address:
                addresses[delivery] = address
            else:
                outcomes[delivery] = ("failed", self.env._("No e-mail address."))
        mails = (
            self.env["mail.mail"]
            .with_user(SUPERUSER_ID)
            .create(
                [
                    delivery._prepare_mail_vals(address)
                    for delivery, address in addresses.items()
                ]
            )
        )
        try:
            mails.send(raise_exception=False)
        except smtplib.SMTPException:
            # Odoo has logged it; those that were through before it broke off are sent.
            mails.invalidate_recordset(["state"])
            mails.filtered(lambda mail: mail.state == "outgoing").write(
                {"state": "exception"}
            )
        for delivery, mail in zip(addresses, mails, strict=True):
            outcomes[delivery] = delivery._read_mail_outcome(mail)
        # The next try writes it anew: the person's address may be another one by then.
        # What Odoo holds back, for a server with a limit, it sends and deletes later.
        waiting = mails.filtered(lambda mail: mail.state == "outgoing")
        waiting.auto_delete = True
        (mails - waiting).unlink()
        return outcomes

    def _read_mail_outcome(self, mail):
        if mail.state not in ("exception", "cancel"):
            return "sent", False
        final = mail.failure_type in ("mail_email_invalid", "mail_email_missing")
        error = (mail.failure_reason or "").strip()[:200]
        return (
            "failed" if final else "retry",
            error or self.env._("The mail server did not take it."),
        )

    def _prepare_mail_vals(self, address):
        self.ensure_one()
        message = self.message_id
        volunteer = message.volunteer_id
        message = message.with_context(lang=volunteer._get_message_lang())
        body = plaintext2html(message.body or "")
        if message.url:
            body += Markup('<p><a href="%s">%s</a></p>') % (
                urljoin(message.get_base_url(), message.url),
                message.env._("Open the page"),
            )
        return {
            "subject": message.title,
            "body_html": body,
            "email_to": address,
            "email_from": message.company_id.email_formatted
            or self.env.user.email_formatted,
            "auto_delete": False,
        }

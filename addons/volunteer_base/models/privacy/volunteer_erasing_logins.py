from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, email_normalize_all


class VolunteerVolunteer(models.Model):
    """What erasure does with logins, contacts, mails and notes."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _erase_notes_sudo(self):
        """Delete notes with their tracked values, attachments, to-dos and followers."""
        domain = [("model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["mail.message"].search(domain).unlink()
        of_record = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["mail.activity"].with_context(active_test=False).search(
            of_record
        ).unlink()
        self.env["mail.followers"].search(of_record).unlink()
        self.env["ir.attachment"].search(
            [*of_record, "|", ("res_field", "=", False), ("res_field", "!=", False)]
        ).unlink()
        self._erase_trackings_sudo()

    def _erase_trackings_sudo(self):
        """Put the neutral name where other records tracked this person's name."""
        self.env["mail.tracking.value"].flush_model()
        for person in self:
            neutral = self._get_neutral_name(person.code)
            for side in ("old", "new"):
                number, text = (
                    SQL.identifier(f"{side}_value_integer"),
                    SQL.identifier(f"{side}_value_char"),
                )
                self.env.cr.execute(
                    SQL(
                        """
                        UPDATE mail_tracking_value SET %(text)s = %(neutral)s
                          FROM ir_model_fields field
                         WHERE field.id = field_id AND field.relation = %(model)s
                           AND field.ttype = 'many2one' AND %(number)s = %(person)s
                        """,
                        text=text,
                        neutral=neutral,
                        model=self._name,
                        number=number,
                        person=person.id,
                    )
                )
        self.env["mail.tracking.value"].invalidate_model()

    def _erase_logins_sudo(self):
        """Cut the link to logins; close those that were made for volunteering alone."""
        users = self.user_id
        codes = {person.user_id: person.code for person in self if person.user_id}
        contacts = self._get_contacts_sudo()
        outsiders = users.filtered("share")
        spared = self._get_spared_contacts_sudo()
        closed = contacts - spared
        addresses = self._get_addresses_sudo(closed, spared)
        self.write({"user_id": False, "partner_id": False})
        for user in outsiders:
            user.write(
                {
                    "active": False,
                    "login": f"erased-{codes[user]}",
                    "signature": False,
                }
            )
        for contact in closed:
            (user,) = contact.user_ids[:1]
            contact.with_context(active_test=True).write(
                self._prepare_erased_contact_vals(codes[user])
            )
        self._erase_mails_sudo(closed, addresses)

    def _get_contacts_sudo(self):
        return (self.partner_id | self.user_id.partner_id).with_context(
            active_test=False
        )

    def _get_spared_contacts_sudo(self):
        """Return the contacts that stay: colleagues', and those without a login."""
        outsiders = self.user_id.filtered("share")
        return self._get_contacts_sudo().filtered(
            lambda contact: (contact.user_ids - outsiders) or not contact.user_ids
        )

    def _get_addresses_sudo(self, closed, spared):
        """Return the normal forms of the e-mail addresses that nobody keeps."""
        addresses = {
            email_normalize(address)
            for address in (*self.identity_ids.mapped("email"), *closed.mapped("email"))
            if address
        }
        kept = {email_normalize(address) for address in spared.mapped("email")}
        return addresses - kept - {False}

    def _erase_mails_sudo(self, closed, addresses):
        """Delete the mails to these contacts and addresses, and clear their senders."""
        self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "in", closed.ids)]
        ).unlink()
        self._find_by_address_sudo(
            self.env["mail.mail"], ("email_to", "email_cc"), addresses
        ).unlink()
        self.env["mail.mail"].search([("recipient_ids", "in", closed.ids)]).unlink()
        Message = self.env["mail.message"]
        written = Message.search([("author_id", "in", closed.ids)])
        written.write({"email_from": False, "reply_to": False})
        for name in ("email_from", "reply_to"):
            self._find_by_address_sudo(Message, (name,), addresses).write({name: False})

    def _find_by_address_sudo(self, records, names, addresses):
        """Return the records in one of whose fields one of the addresses stands.

        The database finds candidates; what decides is the address as a whole, since
        another person's may contain it.

        :param names: names of fields with addresses, with or without names around them
        :param set addresses: in their normal form
        """
        if not addresses:
            return records.browse()
        found = records.search(
            Domain.OR(
                Domain(name, "ilike", _as_text(address))
                for name in names
                for address in addresses
            )
        )
        return found.filtered(
            lambda record: any(
                addresses.intersection(email_normalize_all(record[name] or ""))
                for name in names
            )
        )

    def _prepare_erased_contact_vals(self, code):
        return {
            "name": self._get_neutral_name(code),
            "email": False,
            "phone": False,
            "street": False,
            "street2": False,
            "city": False,
            "zip": False,
            "comment": False,
            "image_1920": False,
            "active": False,
        }

    def _get_contacts_left_sudo(self):
        """Return the contacts that an erasure leaves though they name the person.

        Contacts of the person's own unit only, so that no other unit's are told; those
        of colleagues belong to their employment.
        """
        spared = self._get_spared_contacts_sudo()
        closed = self._get_contacts_sudo() - spared
        addresses = self._get_addresses_sudo(closed, spared)
        phones = {
            *self.identity_ids.mapped("mobile"),
            *closed.mapped("phone"),
        } - {False}
        Partner = self.env["res.partner"].with_context(active_test=False)
        similar = Partner.search(
            (
                Domain("email_normalized", "in", list(addresses))
                | Domain("phone", "in", list(phones))
            )
            & Domain("company_id", "in", [False, *self.company_id.ids])
        )
        return (spared | similar - closed).filtered(
            lambda contact: not contact.user_ids
        )

    def _prepare_contacts_left(self, contacts):
        """Return a notification that names contacts which an erasure has left."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("The record is erased; contacts are left"),
                "message": self.env._(
                    "These contacts were not made for volunteering and still hold the "
                    "name, e-mail or phone: %(contacts)s. Delete them under Contacts "
                    "if nothing else needs them.",
                    contacts=contacts.mapped("display_name"),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


def _as_text(value):
    """Return a value for ``ilike`` in which nothing is a wildcard."""
    for character in "\\%_":
        value = value.replace(character, f"\\{character}")
    return value

from odoo import models


class MailLinks:
    """Links by volunteer for e-mails on their way: no client can send one of these."""

    def __init__(self, links):
        self._links = links

    def get(self, volunteer):
        return self._links.get(volunteer.id)


class VolunteerVolunteer(models.Model):
    """E-mails to applicants.

    Every internal user can have a mail template rendered for a record that he or she
    reads. So the templates know no addresses and no links: both come from here.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _send_application_mail_sudo(self, what):
        """Write to those of these people who gave an address, one e-mail each.

        :param str what: ``question``, ``accepted`` or ``rejected``
        """
        people = self.sudo().filtered(lambda person: person.identity_ids.email)
        links = {}
        if what == "question":
            links = {person.id: person.application_url for person in people}
        elif what == "accepted":
            links = {person.id: person._get_access_url_sudo() for person in people}
        if people:
            people = people.with_context(volunteer_mail_links=MailLinks(links))
            people._mail_own_page_sudo(
                f"volunteer_base.mail_template_application_{what}"
            )

    def _get_mail_link(self):
        """Return the link of the e-mail that is being written, or False.

        What comes in the context from a client is plain data, never such an object.
        """
        self.ensure_one()
        links = self.env.context.get("volunteer_mail_links")
        return isinstance(links, MailLinks) and links.get(self)

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_account import AccountCase

OURS = ("volunteer_base", "volunteer_hours", "volunteer_reports", "volunteer_survey")


@tagged("post_install", "-at_install")
class TestMailTemplates(AccountCase):
    """What everybody may have rendered opens nothing and gives nothing away."""

    def _templates(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "mail.template"), ("module", "in", OURS)]
        )
        return self.env["mail.template"].browse(data.mapped("res_id"))

    def test_templates_reach_no_further_than_the_reader(self):
        templates = self._templates()
        self.assertGreaterEqual(len(templates), 6)
        for template in templates:
            for name, field in template._fields.items():
                if field.type in ("char", "text", "html"):
                    for lang, _label in self.env["res.lang"].get_installed():
                        text = template.with_context(lang=lang)[name] or ""
                        self.assertNotIn("sudo", text, (template.name, name, lang))

    def test_nobody_has_links_or_addresses_rendered(self):
        asked = self._new_applicant("Asked", email="asked@example.com")
        accepted = self._new_applicant("Accepted", email="accepted@example.com")
        people = asked | accepted
        self.env["volunteer.team.member"].create(
            [{"team_id": self.team.id, "volunteer_id": person.id} for person in people]
        )
        asked.with_user(self.officer).action_ask_back("Which days?")
        self._accept(accepted)
        round_before = accepted.sudo().access_round
        secrets = ["/web/reset_password", asked.sudo().application_token]
        forged = {"volunteer_mail_links": {person.id: "x" for person in people}}
        rendered = 0
        for user in (self.officer, self.manager, self.leader, self.staff):
            for template in self._templates().filtered(
                lambda template: template.model == "volunteer.volunteer"
            ):
                for person in people:
                    texts = self._render_all(template, person, user, forged)
                    rendered += len(texts)
                    for text in texts:
                        for secret in secrets:
                            self.assertNotIn(secret, text)
                        if user in (self.leader, self.staff):
                            self.assertNotIn("@example.com", text)
        self.assertTrue(rendered)
        self.assertEqual(accepted.sudo().access_round, round_before)

    def _render_all(self, template, person, user, context):
        template = template.with_user(user).with_context(**context)
        env = template.env

        def preview():
            wizard = env["mail.template.preview"].create(
                {
                    "mail_template_id": template.id,
                    "resource_ref": f"{person._name},{person.id}",
                }
            )
            return [wizard.body_html, wizard.email_to]

        def compose():
            composer = env["mail.compose.message"].create(
                {
                    "template_id": template.id,
                    "model": person._name,
                    "res_ids": repr(person.ids),
                    "composition_mode": "comment",
                }
            )
            return [composer.body]

        def send():
            mail = env["mail.mail"].sudo().browse(template.send_mail(person.id))
            return [mail.body_html, mail.email_to]

        texts = []
        for way in (preview, compose, send):
            try:
                with self.env.cr.savepoint():
                    texts += [str(text) for text in way() if text]
            # What the reader may not read is not rendered at all.
            except (AccessError, UserError):
                continue
        return texts

    def test_letters_on_their_way_are_nobody_s(self):
        """Until an e-mail is sent it lies in the database, with the link in it."""
        person = self._new_applicant(email="a@example.com")
        self.env["volunteer.team.member"].create(
            {"team_id": self.team.id, "volunteer_id": person.id}
        )
        self._accept(person)
        mail = self._mails()[0]
        self.assertIn("/web/reset_password?", mail.body_html)
        for user in (self.officer, self.manager, self.leader, self.staff):
            found = (
                self.env["mail.message"]
                .with_user(user)
                .search([("body", "like", "reset_password")])
            )
            self.assertFalse(found & mail.mail_message_id, user.login)

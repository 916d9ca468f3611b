from .common import VolunteerCommon

PASSWORD = "correct horse battery 9"


class AccountCase(VolunteerCommon):
    def _new_applicant(self, name="Applicant", source="join", **identity):
        vals = {
            key: identity.pop(key)
            for key in ("kind", "guardian_account")
            if key in identity
        }
        volunteer = self.env["volunteer.volunteer"].create(
            {"name": name, "company_id": self.company.id, "source": source, **vals}
        )
        self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, **identity}
        )
        return volunteer

    def _accept(self, volunteers):
        volunteers.with_user(self.officer).action_accept()
        return volunteers.user_id

    def _mails(self):
        return self.env["mail.mail"].search([], order="id desc")

    def _login(self, login, password=PASSWORD):
        credential = {"login": login, "password": password, "type": "password"}
        return self.env["res.users"].authenticate(credential, {"interactive": False})

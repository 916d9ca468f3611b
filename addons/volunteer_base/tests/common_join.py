import re
import time
from datetime import date

from odoo.tests import HttpCase
from odoo.tools.misc import hash_sign

from ..controllers.join import FORM_SCOPE, THANKS
from ..tools.token import new_token
from .common import VolunteerCommon

# Made up: the first one is the example of GB 11643-1999, nobody's number.
NUMBER = "11010519491231002X"
CHILD_PASSPORT = {
    "id_type": "414",
    "id_number": "C12345678",
    "birth_date": f"{date.today().year - 11}-06-01",
    "sex": "2",
}
GUARDIAN = {
    "guardian_name": "监护人甲",
    "guardian_relation": "母亲",
    "guardian_mobile": "13900139000",
    "accept_guardian": "1",
}


class JoinCase(HttpCase, VolunteerCommon):
    def setUp(self):
        super().setUp()
        self._use_keys()
        self.env.ref("base.public_user").lang = "en_US"
        self.opener.headers["Accept-Language"] = "en-US"
        self.form = {
            "unit": str(self.company.id),
            "kind": "community",
            "name": "志愿者甲",
            "id_type": "111",
            "id_number": NUMBER,
            "mobile": "138 0013 8000",
            "region": "演示区",
            "accept_consent": "1",
            "accept_risk": "1",
        }
        page = self.url_open("/volunteer/join").text
        self.csrf = re.search(r'csrf_token: "([^"]+)"', page).group(1)

    def _form_token(self, age=60, hours=1):
        return hash_sign(
            self.env,
            FORM_SCOPE,
            [int(time.time()) - age, new_token()],
            expiration_hours=hours,
        )

    def _send(self, path="/volunteer/join", files=None, **changes):
        form = {"csrf_token": self.csrf, "form_token": self._form_token()}
        form.update(self.form if path == "/volunteer/join" else {})
        form.update(changes)
        return self.url_open(
            path,
            data={key: value for key, value in form.items() if value},
            files=files,
        )

    def _applicants(self):
        return self.env["volunteer.volunteer"].search(
            [("source", "=", "join"), ("company_id", "=", self.company.id)]
        )

    def assert_thanked(self, response):
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith(THANKS), response.url)
        self.assertIn("we have received your form", response.text)

    def assert_sent_back(self, response, *sentences):
        self.assertEqual(response.status_code, 200)
        self.assertIn("alert-danger", response.text)
        for sentence in sentences:
            self.assertIn(sentence, response.text)
        self.assertFalse(self._applicants())

    def _make_known(self, company=None, **identity):
        volunteer = self._new_volunteer(
            "Known", company_id=(company or self.company).id
        )
        self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, **identity}
        )
        return volunteer

    def _adult(self, number):
        return {
            "id_type": "414",
            "id_number": number,
            "birth_date": "1990-01-01",
            "sex": "1",
        }

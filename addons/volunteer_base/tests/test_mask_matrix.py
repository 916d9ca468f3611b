import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .common import VolunteerCommon

NUMBER = "11010519491231002X"
# What is on file about one volunteer, and nobody without need may learn.
SECRETS = {
    "mobile": "13877665544",
    "email": "secret@person.example",
    "address": "Hidden Lane 12",
    "region": "Hidden District",
    "employer": "Hidden Works",
    "occupation": "Hidden Trade",
    "emergency_contact": "Hidden Friend",
    "emergency_mobile": "13877665545",
    "guardian_name": "Hidden Guardian",
    "guardian_mobile": "13877665546",
    "birth_date": "1949-12-31",
}
NOTE = "A remark of the office"
ROLES = ("stranger", "outsider", "leader", "other_leader")


@tagged("post_install", "-at_install")
class TestMaskMatrix(VolunteerCommon):
    """Every sensitive value × every role × every way of asking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._new_volunteer("Hidden Person", kind="community")
        cls.identity = cls.env["volunteer.identity"].create(
            {"volunteer_id": cls.person.id, **SECRETS}
        )
        cls.env["volunteer.team.member"].create(
            {
                "team_id": cls.team.id,
                "volunteer_id": cls.person.id,
                "date_from": "2020-01-01",
            }
        )
        cls.activity = cls._new_activity()
        cls.activity.slot_ids.action_sign_up_volunteers(cls.person.ids)
        cls.person._accept_documents_sudo(accepted_by=SECRETS["guardian_name"])
        cls.person.message_post(body=NOTE)
        export = ",base.group_allow_export"
        cls.roles = {
            "stranger": cls._new_user("mask_user", "base.group_user" + export),
            "outsider": cls._new_user("mask_portal", "base.group_portal"),
            # Leads the team of this person, and the activity.
            "leader": cls.leader,
            "other_leader": cls._new_user(
                "mask_leader", "volunteer_base.group_leader" + export
            ),
            "officer": cls.officer,
            "elsewhere": cls._new_user(
                "mask_elsewhere",
                "volunteer_base.group_manager" + export,
                cls.other_company,
            ),
        }
        cls.leader.group_ids += cls.env.ref("base.group_allow_export")
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self._use_keys()
        self.identity.id_number = NUMBER
        self.env.flush_all()

    def _dump(self, value):
        return json.dumps(value, default=str, ensure_ascii=False)

    def assert_hidden(self, role, value, names=SECRETS):
        text = self._dump(value)
        for name in names:
            self.assertNotIn(SECRETS[name], text, f"{name} for {role}")
        self.assertNotIn(NUMBER, text, f"ID number for {role}")

    def _each_role(self, *more):
        for role in (*ROLES, *more):
            self.env.invalidate_all()
            yield role, self.env(user=self.roles[role])

    # ------------------------------------------------------------------
    # The record itself
    # ------------------------------------------------------------------

    def test_identity(self):
        for _role, env in self._each_role("elsewhere"):
            identity = self.identity.with_env(env)
            self.assertFalse(env["volunteer.identity"].search([]) & identity)
            for way in (
                identity.read,
                lambda identity=identity: identity.export_data(["mobile"]),
                lambda identity=identity: identity.web_read({"mobile": {}}),
                lambda identity=identity: identity.mobile,
                identity.copy_data,
            ):
                with self.assertRaises(UserError):  # or its AccessError
                    way()

    def test_searching_an_identity_tells_nothing(self):
        for _role, env in self._each_role("elsewhere"):
            Identity = env["volunteer.identity"]
            for name, value in {**SECRETS, "id_number": NUMBER}.items():
                self.assertFalse(Identity.search([(name, "=", value)]), name)
                self.assertFalse(Identity.search_count([(name, "=", value)]), name)
                self.assertFalse(
                    Identity._read_group([(name, "=", value)], [], ["__count"])[0][0],
                    name,
                )
            for name in set(SECRETS) - {"birth_date"}:
                groups = Identity.formatted_read_group([], [name], ["__count"])
                self.assert_hidden("anybody", groups)

    def test_the_number_is_never_read(self):
        """Not by the office either: it is shown one at a time, and logged."""
        identity = self.identity.with_user(self.officer)
        self.assertNotIn(NUMBER, self._dump(identity.read()))
        for name in ("id_number_cipher", "id_number_index"):
            with self.assertRaises(AccessError):
                identity.read([name])
            with self.assertRaises(AccessError):
                identity.search([(name, "!=", False)])
            with self.assertRaises(AccessError):
                identity.search([], order=name)
            with self.assertRaises(AccessError):
                identity.formatted_read_group([], [name], ["__count"])
        with self.assertRaises(UserError):
            identity.search([("id_number", "like", NUMBER[:6])])
        self.assertEqual(identity.search([("id_number", "=", NUMBER)]), identity)

    # ------------------------------------------------------------------
    # The volunteer, whom the leader sees
    # ------------------------------------------------------------------

    def test_what_a_leader_sees(self):
        person = self.person.with_user(self.leader)
        self.assertEqual(person.mobile_masked, "138****5544")
        self.assertEqual(person.id_number_masked, "1101**********002X")
        self.assertEqual(person.name, "Hidden Person")

    def test_no_readable_field_carries_a_secret(self):
        for role, env in self._each_role("elsewhere"):
            self.assert_hidden(role, env["volunteer.volunteer"].search([]).read())

    def test_export(self):
        """What superuser code read before is in the cache, and is not exported."""
        Volunteer = self.env["volunteer.volunteer"]
        names = [
            name
            for name, field in Volunteer._fields.items()
            if field.compute and not field.groups
        ]
        for role, env in self._each_role():
            if role == "outsider":
                continue  # exports are for internal users
            people = env["volunteer.volunteer"].search([])
            people.sudo().identity_ids.mapped("mobile")
            for secret in SECRETS:
                try:
                    rows = people.export_data([*names, f"identity_ids/{secret}"])
                except (AccessError, UserError):
                    continue
                self.assert_hidden(role, rows)

    def test_web_read(self):
        for role, env in self._each_role("elsewhere"):
            people = env["volunteer.volunteer"].search([])
            people.sudo().identity_ids.mapped("mobile")
            specification = {"identity_ids": {"fields": {name: {} for name in SECRETS}}}
            try:
                found = people.web_read({"name": {}, **specification})
            except AccessError:
                continue
            self.assert_hidden(role, found)

    def test_name_search(self):
        for role, env in self._each_role("elsewhere"):
            for value in (*SECRETS.values(), NUMBER):
                self.assertFalse(env["volunteer.volunteer"].name_search(value), role)

    def test_grouping(self):
        for role, env in self._each_role("elsewhere"):
            Volunteer = env["volunteer.volunteer"]
            for name in SECRETS:
                try:
                    found = Volunteer.formatted_read_group(
                        [], [f"identity_ids.{name}"], ["__count"]
                    )
                except (AccessError, UserError, ValueError):
                    continue
                self.assert_hidden(role, found)

    def test_reading_on_from_the_cache(self):
        """A report or a template goes from record to record without asking again."""
        for role, env in self._each_role():
            people = env["volunteer.volunteer"].search([])
            people.sudo().identity_ids.mapped("mobile")
            with self.assertRaises(AccessError, msg=role):
                people.mapped("identity_ids.mobile")

    # ------------------------------------------------------------------
    # Around it
    # ------------------------------------------------------------------

    def _get_models(self, env):
        """Return the models that could lead to the person, and this user reads."""
        names = [
            name
            for name, model in env.registry.items()
            if not model._abstract
            and not model._transient
            and (
                name.startswith("volunteer.")
                or name
                in (
                    "hr.employee",
                    "hr.employee.public",
                    "mail.activity",
                    "mail.message",
                    "mail.tracking.value",
                    "res.partner",
                    "res.users",
                )
            )
        ]
        return [env[name] for name in names if env[name].has_access("read")]

    def test_every_path_of_every_model(self):
        """Asking for the right value and for a wrong one gives the same answer."""
        for role, env in self._each_role():
            for model in self._get_models(env):
                for name, field in model._fields.items():
                    if field.comodel_name != "volunteer.volunteer":
                        continue
                    for secret in ("mobile", "guardian_name", "birth_date"):
                        path = f"{name}.identity_ids.{secret}"
                        self._assert_same_answer(role, model, path, SECRETS[secret])

    def _assert_same_answer(self, role, model, path, value):
        wrong = "1900-01-01" if "date" in path else "nothing of the kind"
        try:
            right = model.search(Domain(path, "=", value))
            other = model.search(Domain(path, "=", wrong))
        except (AccessError, UserError, ValueError, NotImplementedError):
            return
        self.assertEqual(right, other, f"{model._name}.{path} for {role}")

    def test_every_readable_row(self):
        """Read all that a role may read: no secret is in it, in whatever model."""
        for role, env in self._each_role("officer"):
            for model in self._get_models(env):
                if model._name == "volunteer.identity" and role == "officer":
                    continue
                names = [
                    name
                    for name, field in model._fields.items()
                    if field.type not in ("binary", "json", "one2many", "many2many")
                    and model._has_field_access(field, "read")
                    and field.store
                ]
                text = self._dump(model.search([], limit=500).read(names))
                self.assertNotIn(NUMBER, text, f"{model._name} for {role}")
                for name in ("mobile", "address", "guardian_name", "birth_date"):
                    if role == "officer":
                        continue  # keeps the identities
                    self.assertNotIn(
                        SECRETS[name], text, f"{name} in {model._name} for {role}"
                    )

    def test_notes_are_the_offices(self):
        messages = self.person.message_ids
        self.assertIn(NOTE, messages.with_user(self.officer).mapped("preview"))
        for _role, env in self._each_role():
            with self.assertRaises(AccessError):
                messages.with_env(env).read(["body"])
            found = env["mail.message"].search(
                [("model", "=", self.person._name), ("res_id", "=", self.person.id)]
            )
            self.assertFalse(found)

    def test_a_login_is_no_mobile_number(self):
        """Every internal user reads logins."""
        person = self._new_volunteer("Without E-mail")
        self.env["volunteer.identity"].create(
            {"volunteer_id": person.id, "mobile": SECRETS["mobile"]}
        )
        user = person._create_portal_account_sudo()
        self.assertNotIn(SECRETS["mobile"], user.login)

    def test_own_data_is_ones_own(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.portal_volunteer.id, "mobile": "13912345678"}
        )
        own = self.env["volunteer.identity"].with_user(self.portal).search([])
        self.assertEqual(own.mobile, "13912345678")
        self.assertEqual(own.volunteer_id, self.portal_volunteer)

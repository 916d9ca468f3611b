import base64
import os
import tempfile
from datetime import UTC, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.tests import TransactionCase

from ..tools import keyring
from .common_users import new_test_users

OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}


class AccessMatrixMixin:
    """Walk group × model × operation and compare with what is written down.

    A matrix is ``{model: (letters of "crud", one text a user)}``.
    """

    def assert_matrix(self, matrix, users):
        """Check what access lists allow; rules narrow the rows and are tested apart."""
        for model, cells in matrix.items():
            for user, allowed in zip(users, cells, strict=True):
                got = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self.env[model].with_user(user).has_access(operation)
                )
                self.assertEqual(got, allowed, f"{model} for {user.login}")

    def assert_every_model_listed(self, matrix, module):
        """A model of ``module`` that is not in the matrix fails the test."""
        models = (
            self.env["ir.model.data"]
            .search([("module", "=", module), ("model", "=", "ir.model")])
            .mapped("res_id")
        )
        # Models that the module only extends are listed where they come from.
        names = {
            model.model
            for model in self.env["ir.model"].browse(models)
            if model.model.startswith("volunteer.")
            and not self.env[model.model]._abstract
            and self.env[model.model]._original_module == module
        }
        self.assertEqual(names, set(matrix))

    def assert_public_reads_nothing(self, matrix):
        public = self.env.ref("base.public_user")
        for model in matrix:
            for operation in OPERATIONS.values():
                self.assertFalse(
                    self.env[model].with_user(public).has_access(operation), model
                )


class VolunteerCommon(TransactionCase):
    """A unit with a team, an officer, a leader, a manager and three volunteers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in a browser at the unit. Without a time zone “today” would be another day
        # than the unit's for eight hours of every day.
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "lang": "en_US",
                "tz": "Asia/Shanghai",
            }
        )
        # Papers and courses have tests of their own.
        cls.company = cls.env["res.company"].create(
            {"name": "Test Hospital", "volunteer_requirements": False}
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other Hospital"})
        cls.officer, cls.manager, cls.leader, cls.staff, cls.portal = cls._new_users(
            {
                "test_officer": "volunteer_base.group_officer",
                "test_manager": "volunteer_base.group_manager",
                "test_leader": "volunteer_base.group_leader",
                "test_staff": "base.group_user",
                "test_portal": "base.group_portal",
            }
        )
        cls.leader_volunteer = cls._new_volunteer("Leader", cls.leader, kind="staff")
        cls.staff_volunteer = cls._new_volunteer("Staff", cls.staff, kind="staff")
        cls.portal_volunteer = cls._new_volunteer("Portal", cls.portal)
        cls.team = cls.env["volunteer.team"].create(
            {
                "name": "Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader_volunteer.id,
            }
        )
        cls.env["volunteer.team.member"].create(
            [
                {
                    "team_id": cls.team.id,
                    "volunteer_id": volunteer.id,
                    "date_from": "2020-01-01",
                }
                for volunteer in cls.leader_volunteer | cls.staff_volunteer
            ]
        )
        cls.project = cls.env["volunteer.project"].create(
            {"name": "Project", "company_id": cls.company.id, "team_id": cls.team.id}
        )
        cls.post, cls.second_post = cls.env["volunteer.post"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Guide", "Escort")
            ]
        )

    @classmethod
    def _new_user(cls, login, groups, company=None):
        return cls._new_users({login: groups}, company)

    @classmethod
    def _new_users(cls, groups, company=None):
        """Create users of a unit; ``groups`` as for new_test_users."""
        company = company or cls.company
        return new_test_users(
            cls.env,
            groups,
            company_id=company.id,
            company_ids=[fields.Command.set(company.ids)],
        )

    @classmethod
    def _new_volunteer(cls, name, user=None, **vals):
        volunteer = cls.env["volunteer.volunteer"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
                **vals,
            }
        )
        volunteer.action_register()
        return volunteer

    @classmethod
    def _from_now(cls, hours):
        """Return the moment in ``hours`` hours.

        A day or more away, hours are counted from a 10:00 of the unit that is at least
        a day away, so that the time of day does not depend on when the tests run.
        """
        now = fields.Datetime.now().replace(microsecond=0)
        if hours < 24:
            return now + timedelta(hours=hours)
        zone = ZoneInfo(cls.company.volunteer_tz)
        ten = (now + timedelta(days=1)).replace(tzinfo=UTC).astimezone(zone)
        if ten.hour >= 10:
            ten += timedelta(days=1)
        ten = ten.replace(hour=10, minute=0, second=0)
        return ten.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=hours - 24)

    @classmethod
    def _new_activity(cls, hours=24, seats=1, publish=True, **vals):
        """Create an activity that starts in ``hours`` hours and takes two.

        See :meth:`_from_now` for those that are a day or more away.
        """
        start = cls._from_now(hours)
        activity = cls.env["volunteer.activity"].create(
            {
                "project_id": cls.project.id,
                "company_id": cls.company.id,
                "start": start,
                "stop": start + timedelta(hours=2),
                "slot_ids": [(0, 0, {"post_id": cls.post.id, "seats": seats})],
                **vals,
            }
        )
        if publish:
            activity.action_publish()
        return activity

    def _use_keys(self, present=True):
        """Give this test a key file of its own, or none."""
        environ = {keyring.ENV_KEYS: "", keyring.ENV_KEY_FILE: ""}
        if present:
            folder = self.enterContext(tempfile.TemporaryDirectory())
            path = os.path.join(folder, "keys.json")
            keyring.write_key_file(path)
            environ[keyring.ENV_KEY_FILE] = path
        self.enterContext(patch.dict(os.environ, environ))

    def _import_plan(self, content, filename="plan.csv", user=None, **vals):
        """Run the import wizard; returns the plan."""
        plan = vals.pop("plan", None) or self.env["volunteer.plan"].create(
            {"name": "Plan 2017", "year": 2017, "company_id": self.company.id}
        )
        wizard = (
            self.env["volunteer.plan.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "plan_id": plan.id,
                    "file": base64.b64encode(content),
                    "filename": filename,
                    **vals,
                }
            )
        )
        wizard.action_import()
        return plan

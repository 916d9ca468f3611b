import json
import os
import stat
import tempfile
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..tools import keyring

NUMBER = "11010519491231002X"


@tagged("post_install", "-at_install")
class TestKeyRotation(TransactionCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "keys.json")
        keyring.write_key_file(self.path)
        self.startPatcher(patch.dict(os.environ, {"VOLUNTEER_KEY_FILE": self.path}))
        os.environ.pop("VOLUNTEER_KEYS", None)
        self.addCleanup(keyring.forget_keys)
        self.volunteer = self.env["volunteer.volunteer"].create({"name": "Volunteer"})
        self.identity = self.env["volunteer.identity"].create(
            {"volunteer_id": self.volunteer.id, "id_number": NUMBER}
        )

    def test_drill(self):
        """Renew, rotate, prune: the number is readable all along, and still found."""
        old = self.identity.id_number_cipher
        keyring.change_key_file(self.path, keyring.with_new_key)
        self.assertEqual(self.volunteer.action_reveal_id_number(), NUMBER)
        self.assertGreaterEqual(self.env["volunteer.identity"]._rotate_keys_sudo(), 1)
        self.assertNotEqual(self.identity.id_number_cipher, old)
        keyring.change_key_file(self.path, keyring.without_old_keys)
        self.assertEqual(self.volunteer.action_reveal_id_number(), NUMBER)
        found = self.env["volunteer.identity"].search([("id_number", "=", NUMBER)])
        self.assertEqual(found, self.identity)

    def test_pruned_too_early(self):
        """Without the key nothing is shown or rotated; the old file helps."""
        keyring.change_key_file(self.path, keyring.with_new_key)
        keyring.change_key_file(self.path, keyring.without_old_keys)
        with self.assertRaisesRegex(UserError, "no longer has"):
            self.volunteer.action_reveal_id_number()
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self.env["volunteer.identity"]._rotate_keys_sudo()
        os.replace(f"{self.path}.old", self.path)
        self.assertEqual(self.volunteer.action_reveal_id_number(), NUMBER)

    def test_key_file_is_private_and_never_overwritten(self):
        for path in (self.path, f"{self.path}.old"):
            keyring.change_key_file(self.path, keyring.with_new_key)
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(self.path, encoding="utf-8") as stream:
            before = json.load(stream)
        with self.assertRaises(keyring.KeyringError) as caught:
            keyring.write_key_file(self.path)
        self.assertEqual(caught.exception.code, "exists")
        with open(self.path, encoding="utf-8") as stream:
            self.assertEqual(json.load(stream), before)

import base64
import json
import os
import pickle
import stat
import tempfile
import traceback
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..tools import keyring
from ..tools.keyring import KeyringError, load_keyring, parse_keys


@tagged("post_install", "-at_install", "volunteer_tools")
class TestKeyring(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "keys.json")
        self.addCleanup(keyring.forget_keys)
        keyring.forget_keys()
        self.keys = keyring.generate()
        self.ring = parse_keys(json.dumps(self.keys))

    def assert_code(self, code, call, *args):
        with self.assertRaises(KeyringError) as caught:
            call(*args)
        error = caught.exception
        self.assertEqual(error.code, code)
        self.assertIn(code, keyring.CODES)
        self.assertIsNone(error.__context__)
        self.assertIsNone(error.__cause__)
        return error

    def test_round_trip(self):
        for text in ("11010519491231002X", "张三丰 🏥", "x" * 5000):
            token = self.ring.encrypt(text)
            self.assertNotIn(text, token)
            self.assertNotEqual(token, self.ring.encrypt(text))
            self.assertEqual(self.ring.decrypt(token), text)
        for empty in ("", None, False):
            self.assertEqual(self.ring.encrypt(empty), "")
            self.assertEqual(self.ring.decrypt(empty), "")
            self.assertEqual(self.ring.rotate(empty), "")

    def test_undecryptable(self):
        token = self.ring.encrypt("secret")
        other = parse_keys(json.dumps(keyring.generate()))
        self.assert_code("undecryptable", other.decrypt, token)
        self.assert_code("undecryptable", other.rotate, token)
        damaged = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
        for wrong in (damaged, "x", "汉字"):
            self.assert_code("undecryptable", self.ring.decrypt, wrong)

    def test_rotation(self):
        token = self.ring.encrypt("secret")
        more = keyring.with_new_key(self.keys)
        self.assertEqual(more["encryption"][1:], self.keys["encryption"])
        both = parse_keys(json.dumps(more))
        self.assertEqual(both.decrypt(token), "secret")
        rotated = both.rotate(token)
        newest = parse_keys(json.dumps({**more, "encryption": more["encryption"][:1]}))
        self.assertEqual(newest.decrypt(rotated), "secret")
        self.assert_code("undecryptable", newest.decrypt, token)
        self.assertEqual(newest.index("111", "1"), self.ring.index("111", "1"))

    def test_index(self):
        index = self.ring.index("111", "11010519491231002X")
        self.assertRegex(index, r"\A[0-9a-f]{64}\Z")
        for same in (
            "11010519491231002x",
            " 110105 19491231002X",
            "１１０１０５19491231002Ｘ",
        ):
            self.assertEqual(self.ring.index("111", same), index)
        self.assertNotEqual(self.ring.index("414", "11010519491231002X"), index)
        self.assertNotEqual(self.ring.index("111", "11010519491231003X"), index)
        other = parse_keys(json.dumps(keyring.generate()))
        self.assertNotEqual(other.index("111", "11010519491231002X"), index)
        for empty in ("", " ", None, False):
            self.assertEqual(self.ring.index("111", empty), "")

    def test_index_is_stable(self):
        keys = {
            "encryption": self.keys["encryption"],
            "index": base64.b64encode(bytes(range(32))).decode(),
        }
        self.assertEqual(
            parse_keys(json.dumps(keys)).index("111", "11010519491231002X"),
            "ac24e418c13774b2d1084d207bda7be97e783d7d29c489fec7378441148a75df",
        )

    def test_malformed(self):
        good = self.keys
        for text in (
            "",
            "not json",
            "[]",
            "null",
            "{}",
            json.dumps({"encryption": good["encryption"]}),
            json.dumps({"index": good["index"]}),
            json.dumps({**good, "encryption": []}),
            json.dumps({**good, "encryption": good["encryption"][0]}),
            json.dumps({**good, "encryption": ["short"]}),
            json.dumps({**good, "encryption": [None]}),
            json.dumps({**good, "encryption": ["密" * 44]}),
            json.dumps({**good, "index": ""}),
            json.dumps({**good, "index": None}),
            json.dumps({**good, "index": "????" + good["index"]}),
            json.dumps({**good, "index": base64.b64encode(bytes(31)).decode()}),
        ):
            with self.subTest(text=text):
                self.assert_code("malformed", parse_keys, text)

    def test_base64_forms(self):
        raw = bytes([0xFB, 0xFF] * 16)
        forms = {base64.b64encode(raw), base64.urlsafe_b64encode(raw)}
        forms |= {form.rstrip(b"=") for form in forms}
        found = {
            parse_keys(json.dumps({**self.keys, "index": form.decode()})).index(
                "1", "2"
            )
            for form in forms
        }
        self.assertEqual((len(forms), len(found)), (4, 1))

    def test_environment(self):
        self.assert_code("missing", load_keyring, {})
        self.assert_code("missing", load_keyring, {"VOLUNTEER_KEYS": ""})
        by_text = {"VOLUNTEER_KEYS": json.dumps(self.keys)}
        ring = load_keyring(by_text)
        self.assertEqual(ring.decrypt(self.ring.encrypt("x")), "x")
        self.assertIs(load_keyring(by_text), ring)
        keyring.forget_keys()
        self.assertIsNot(load_keyring(by_text), ring)
        with patch.dict(os.environ, by_text):
            self.assertEqual(load_keyring().index("1", "2"), self.ring.index("1", "2"))
        self.assert_code("malformed", load_keyring, {"VOLUNTEER_KEYS": "{"})
        both = {**by_text, "VOLUNTEER_KEY_FILE": self.path}
        self.assertEqual(load_keyring(both).index("1", "2"), self.ring.index("1", "2"))

    def test_file(self):
        environ = {"VOLUNTEER_KEY_FILE": self.path}
        error = self.assert_code("missing", load_keyring, environ)
        self.assertEqual(error.path, self.path)
        keyring.write_key_file(self.path)
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        ring = load_keyring(environ)
        self.assertEqual(ring.decrypt(ring.encrypt("x")), "x")
        self.assertIs(load_keyring(environ), ring)
        before = Path(self.path).read_bytes()
        self.assert_code("exists", keyring.write_key_file, self.path)
        self.assertEqual(Path(self.path).read_bytes(), before)
        nowhere = os.path.join(self.path, "below")
        self.assert_code("unwritable", keyring.write_key_file, nowhere)

    def test_a_changed_file_is_read_again(self):
        environ = {"VOLUNTEER_KEY_FILE": self.path}
        keyring.write_key_file(self.path)
        ring = load_keyring(environ)
        os.unlink(self.path)
        self.assert_code("missing", load_keyring, environ)
        keyring.write_key_file(self.path)
        self.assertNotEqual(load_keyring(environ).index("1", "2"), ring.index("1", "2"))
        with open(self.path, "wb") as stream:
            stream.write(b"\xff\xfe\x00")
        self.assert_code("malformed", load_keyring, environ)
        folder = {"VOLUNTEER_KEY_FILE": os.path.dirname(self.path)}
        self.assert_code("unreadable", load_keyring, folder)

    def test_keys_are_never_shown(self):
        key, index = self.keys["encryption"][0], self.keys["index"]
        self.assertEqual(repr(self.ring), "<Keyring>")
        self.assertEqual(f"{self.ring}", "<Keyring>")
        with self.assertRaises(TypeError):
            pickle.dumps(self.ring)
        for text in (
            json.dumps(self.keys)[:-1],
            json.dumps({**self.keys, "index": index[:8]}),
            json.dumps({**self.keys, "encryption": [key, key[:-8]]}),
        ):
            error = self.assert_code("malformed", parse_keys, text)
            shown = "".join(traceback.format_exception(error)) + repr(vars(error))
            self.assertNotIn(key[:16], shown)
            self.assertNotIn(index[:8], shown)

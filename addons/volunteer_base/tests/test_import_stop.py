from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import volunteer_import_running
from .test_import import ImportCase

LOGGER = "odoo.addons.volunteer_base.models.importing.volunteer_import_running"


@tagged("post_install", "-at_install")
class TestImportStops(ImportCase):
    """Between the check and the last row much can happen; no row gets lost."""

    def _large(self, rows=10):
        self.patch(volunteer_import_running, "BATCH", 4)
        self.officer.lang = "en_US"
        register = self._upload(
            self._csv(["姓名"], *([f"志愿者{n}"] for n in range(rows)))
        ).sudo()
        register.write({"state": "running"})
        return register

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("volunteer_base.volunteer_import_cron").method_direct_trigger()
        self.env.invalidate_all()

    def test_rows_that_read_differently_later(self):
        category = self.env["volunteer.category"].create({"name": "Soon gone"})
        register = self._upload(
            self._csv(
                ["姓名", "手机", "服务领域"],
                ["甲", "", "Soon gone"],
                ["乙", "", ""],
                ["丙", "1", ""],
            ),
            good_rows_only=True,
        )
        self.assertEqual(register.bad_row_count, 1)
        column = register.column_ids.filtered(lambda c: c.target == "categories")
        self.assertTrue(column, register.column_ids.mapped("heading"))
        category.active = False
        register.action_run()
        self.assertEqual(self._imported(register).name, "乙")
        self.assertEqual(sorted(register.problem_ids.mapped("row")), [2, 4])
        self.assertEqual((register.created_count, register.failed_count), (1, 2))
        self.assertEqual(register.done_count, 2)
        self.assertTrue(register.has_file, "the rows can be downloaded")

    def test_file_stays_with_who_brought_it(self):
        colleague = self._new_user("import_runs_it", "volunteer_base.group_officer")
        register = self._upload(
            self._csv(["姓名", "手机"], ["甲", ""], ["乙", "1"]), good_rows_only=True
        )
        register.with_user(colleague).action_run()
        self.assertEqual(register.user_id, self.officer)
        self.assertEqual(register.run_by_id, colleague)
        self.assertEqual(self._imported(register).create_uid, colleague)
        self.assertIn("/mistakes", register.action_download_problems()["url"])
        with self.assertRaises(AccessError):
            register.with_user(colleague).action_download_problems()

    def test_stopped_by_hand(self):
        register = self._large()
        batches = register._run_batches_sudo()
        next(batches)
        register.with_user(self.officer).action_stop()
        self.assertEqual(list(batches), [], "the run ends after its batch")
        self.assertEqual((register.state, register.done_count), ("failed", 4))
        self.assertIn("4 of 10 rows", register.message)
        self._run_cron()
        self.assertEqual(len(self._imported(register)), 4)
        for deed in ("action_check", "action_stop"):
            with self.assertRaises(UserError):
                getattr(register.with_user(self.officer), deed)()
        register.with_user(self.officer).action_run()
        self.assertEqual(register.state, "done")
        self.assertEqual(
            self._imported(register).mapped("name"), [f"志愿者{n}" for n in range(10)]
        )

    def test_an_error_stops_one_import_alone(self):
        first, second = self._large(), self._large()
        run = type(first)._import_batch_sudo

        def fail(register, rows):
            if register.id == first.id:
                raise RuntimeError("nobody thought of this")
            return run(register, rows)

        self.patch(type(first), "_import_batch_sudo", fail)
        with self.assertLogs(LOGGER, "ERROR"):
            self._run_cron()
        self.assertEqual((first.state, second.state), ("failed", "done"))
        self.assertIn("stopped at an error", first.message)
        self.assertFalse(self._imported(first))

    def test_a_lost_key_says_so(self):
        register = self._large()
        self._use_keys()
        with mute_logger(LOGGER):
            self._run_cron()
        self.assertEqual(register.state, "failed")
        self.assertIn("can no longer be read", register.message)
        self.assertEqual(register.row_count, 10)

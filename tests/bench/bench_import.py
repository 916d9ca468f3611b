"""A register of volunteers: our import beside Odoo's own of the same columns.

Both get the same kind of .xlsx file, already uploaded. Ours is checked and then
imported, as people do it, and both are measured together; Odoo's is imported at once by
its ``load()``, without the test run that its screen offers before.
"""

import base64
import io
import os
import tempfile
from datetime import date, timedelta

import report
import xlsxwriter
from measure import Case

from odoo.addons.volunteer_base.tools import keyring
from odoo.addons.volunteer_base.tools.resident_id import check_character

OURS, OURS_SMALL, THEIRS = (
    "our check and import of a register",
    "our check and import, a tenth",
    "Odoo's import of the same columns",
)
ROWS = {OURS: 10_000, OURS_SMALL: 1_000, THEIRS: 2_000}
SMOKE_ROWS = {OURS: 2_000, OURS_SMALL: 1_000, THEIRS: 50}
# heading, field for Odoo's import
COLUMNS = (
    ("姓名", "name"),
    ("类别", "kind"),
    ("性别", "identity_ids/sex"),
    ("身份证号", "identity_ids/id_number"),
    ("手机", "identity_ids/mobile"),
    ("政治面貌", "identity_ids/political_status_id"),
    ("文化程度", "identity_ids/education_id"),
    ("工作单位", "identity_ids/employer"),
    ("居住区域", "identity_ids/region"),
)
TABLES = (
    "volunteer_volunteer",
    "volunteer_identity",
    "res_company_volunteer_volunteer_rel",
)


def checks(results):
    """Return what was promised of these results."""
    ours = results[OURS]
    return [
        report.times_as_fast(
            "import: check and import, as fast as Odoo's load() alone",
            ours,
            results[THEIRS],
            5,
        ),
        report.queries("import: queries a row", ours, 0.25),
        report.Check(
            "import: queries a row, of those of a tenth",
            ours.queries / results[OURS_SMALL].queries,
            1.1,
            at_least=False,
        ),
    ]


def cases(env, hospital, rows):
    """Return the sides; ``rows`` is ``{name: number of rows}``."""
    _use_keys()
    codes = {
        table: env["volunteer.code"].search([("code_table", "=", table)]).mapped("name")
        for table in ("political_status", "education")
    }

    ours, theirs = (_upload_ours, _import_ours), (_upload_theirs, _import_theirs)
    sides = {OURS: ours, OURS_SMALL: ours, THEIRS: theirs}
    return [
        Case(
            name,
            rows[name],
            lambda env, count, upload=upload: (
                upload(env(user=hospital.officer.id), _make_file(codes, count)).id
            ),
            lambda env, given, run=run: run(env(user=hospital.officer.id), given),
            TABLES,
        )
        for name, (upload, run) in sides.items()
    ]


def _use_keys():
    """Give this run keys of its own, where the server has none."""
    try:
        keyring.load_keyring()
    except keyring.KeyringError:
        path = os.path.join(tempfile.mkdtemp(), "keys.json")
        keyring.write_key_file(path)
        os.environ[keyring.ENV_KEY_FILE] = path


def _make_file(codes, count):
    """Return a .xlsx file with ``count`` people nobody knows yet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [heading for heading, _field in COLUMNS])
        for number in range(count):
            page.write_row(number + 1, 0, _make_person(codes, number))
    return stream.getvalue()


def _make_person(codes, number):
    born = date(1950, 1, 1) + timedelta(days=number % 18_000)
    digits = f"320402{born:%Y%m%d}{number % 1000:03d}"
    return (
        f"志愿者{number:05d}",
        "community",
        "male" if number % 2 else "female",
        digits + check_character(digits),
        f"139{number:08d}",
        codes["political_status"][number % 13],
        codes["education"][number % 8],
        f"单位{number % 100}",
        f"街道{number % 30}",
    )


def _upload_ours(env, content):
    return env["volunteer.import"].create(
        {"file": base64.b64encode(content), "filename": "register.xlsx"}
    )


def _import_ours(env, register_id):
    register = env["volunteer.import"].browse(register_id)
    register.action_check()
    if register.bad_row_count or register.state != "checked":
        raise RuntimeError(register.message or register.problem_ids[:1].message)
    register.action_run()
    if register.state == "running":
        # What the scheduled action does, without its commits.
        register.sudo()._run_sudo()
    if register.state != "done" or register.sudo().failed_count:
        raise RuntimeError("The import did not end.")


def _upload_theirs(env, content):
    return env["base_import.import"].create(
        {
            "res_model": "volunteer.volunteer",
            "file": content,
            "file_name": "register.xlsx",
            "file_type": "application/vnd.openxmlformats-officedocument"
            ".spreadsheetml.sheet",
        }
    )


def _import_theirs(env, register_id):
    result = (
        env["base_import.import"]
        .browse(register_id)
        .execute_import(
            [field for _heading, field in COLUMNS],
            [heading for heading, _field in COLUMNS],
            {
                "has_headers": True,
                "quoting": '"',
                "date_format": "",
                "datetime_format": "",
            },
        )
    )
    if not result["ids"]:
        raise RuntimeError(result["messages"][:3])

from psycopg2.extras import execute_values

from odoo.addons.volunteer_base.tools.phone import normal_mobile


def migrate(cr, version):
    """Open no page to strangers by an update; keep mobile numbers in one form.

    The office opens the join page in the settings. Numbers typed with blanks or a
    country code would not be found by the login and by the search for duplicates.
    """
    cr.execute("UPDATE res_company SET volunteer_join_open = FALSE")
    for column in ("mobile", "guardian_mobile", "emergency_mobile"):
        cr.execute(
            f"SELECT id, {column} FROM volunteer_identity WHERE {column} ~ '[^0-9]'"
        )
        changed = [
            (record_id, normal_mobile(text))
            for record_id, text in cr.fetchall()
            if normal_mobile(text) != text
        ]
        if changed:
            execute_values(
                cr._obj,
                f"UPDATE volunteer_identity SET {column} = NULLIF(new.text, '') "
                "FROM (VALUES %s) AS new (id, text) "
                "WHERE volunteer_identity.id = new.id",
                changed,
            )

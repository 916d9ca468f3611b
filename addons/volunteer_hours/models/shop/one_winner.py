"""Deeds that only one of several people may do, at whatever moment they press."""

from odoo.tools import SQL


def change_state_sudo(records, old, new):
    """Take records from one state to another, in one statement.

    The caller has checked rights. Who loses the race is repeated by Odoo and then sees
    the new state: no error in the log.

    :return: whether all of them were in the old state
    :rtype: bool
    """
    records.flush_recordset()
    records.env.cr.execute(
        SQL(
            "UPDATE %(table)s SET state = %(new)s "
            "WHERE id IN %(ids)s AND state = %(old)s RETURNING id",
            table=SQL.identifier(records._table),
            new=new,
            old=old,
            ids=tuple(records.ids) or (0,),
        ),
        log_exceptions=False,
    )
    changed = len(records.env.cr.fetchall())
    records.invalidate_recordset(["state"], flush=False)
    return changed == len(records)

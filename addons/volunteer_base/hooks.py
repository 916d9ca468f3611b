from odoo.tools import SQL


def drop_foreign_keys(env, module):
    """Let go of every record that the columns of ``module`` refer to.

    Odoo deletes the records that came with a module before it drops the tables and
    columns that refer to them, so our restricting keys would keep users, employees and
    groups in the database for good.
    """
    keys = env["ir.model.constraint"].search(
        [("module.name", "=", module), ("type", "=", "f")]
    )
    for key in keys:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s",
                SQL.identifier(env[key.model.model]._table),
                SQL.identifier(key.name),
            )
        )


def drop_sequences(env, module):
    """Delete the numbers that papers of ``module`` were given, of every unit.

    Those made with a unit's first paper came with no addon, so Odoo would leave them.
    Their codes are names of models.
    """
    codes = [
        name for name, model in env.registry.items() if model._original_module == module
    ]
    sequences = env["ir.sequence"].with_context(active_test=False)
    sequences.search([("code", "in", codes)]).unlink()


def uninstall_hook(env):
    drop_sequences(env, "volunteer_base")
    drop_foreign_keys(env, "volunteer_base")

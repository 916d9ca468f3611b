"""Uninstalling in several orders; nothing left; Odoo's own hr tests; reinstalling."""

from ..paths import manifests

# What an uninstalled addon may not leave behind, each with a query that finds it.
LEFTOVERS = {
    "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'volunteer%'",
    "views": "SELECT viewname FROM pg_views WHERE viewname LIKE 'volunteer%'",
    "columns": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE column_name LIKE '%volunteer%' OR column_name LIKE 'service_activity%'
    """,
    "functions": "SELECT proname FROM pg_proc WHERE proname LIKE '%volunteer%'",
    "triggers": "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%volunteer%'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'volunteer.%'",
    "external ids": """
        SELECT module || '.' || name FROM ir_model_data WHERE module LIKE 'volunteer%'
    """,
    "settings": "SELECT key FROM ir_config_parameter WHERE key LIKE 'volunteer%'",
    "sequences": "SELECT code FROM ir_sequence WHERE code LIKE 'volunteer.%'",
    "attachments": """
        SELECT name FROM ir_attachment WHERE res_model LIKE 'volunteer.%'
    """,
}


def run(context):
    names = list(manifests())
    template = context.databases.with_addons(demo=True, chinese=False)
    for number, order in enumerate(_orders(names), start=1):
        title = ", ".join(order)
        database = context.databases.stage("uninstall", template)
        log = context.log(f"uninstall-{number}")
        for name in order:
            context.odoo.must("module uninstall", "-d", database, name, log=log)
        leftovers = {
            kind: ", ".join(row[0] for row in rows)
            for kind, query in LEFTOVERS.items()
            if (rows := context.odoo.server.query(query, database))
        }
        details = "\n".join(f"{kind}: {what}" for kind, what in leftovers.items())
        context.tally.check(f"nothing left after: {title}", not leftovers, details)
        context.check_log(log)
    log = context.log("reinstall")
    context.odoo.install(
        context.databases.stage("reinstall", database), *names, log=log
    )
    context.check_log(log)
    context.run_odoo_tests(database, "/hr", context.log("hr"))


def _orders(names):
    """Yield the ways to uninstall a chain of addons: Odoo takes the dependents along.

    The lowest alone, the next one before it, and one after the other.
    """
    lowest, next_one, *_higher = names
    yield [lowest]
    yield [next_one, lowest]
    yield [*reversed(names)]

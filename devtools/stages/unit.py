"""Installation of the addons with their own unit and model tests."""

from ..paths import manifests


def run(context):
    names = list(manifests())
    database = context.databases.stage("unit", context.databases.foundation())
    tags = context.only or ",".join(f"/{name}" for name in names)
    context.run_odoo_tests(database, tags, context.log("unit"), "-i", ",".join(names))

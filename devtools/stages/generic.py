"""Odoo's own generic tests of every model, view, report, index and route."""

TESTS = (
    "/base:TestEveryModel",
    "/base:TestOverrides",
    "/base:TestInvisibleField",
    "/base:TestReports",
    "/test_lint:TestIndex",
    "/test_lint:TestNaming",
    "/test_lint:RoutesLinter",
    "/test_lint:TestLintOverrideSignatures",
)


def run(context):
    template = context.databases.with_addons()
    database = context.databases.stage("generic", template)
    log = context.log("install-test_lint")
    context.odoo.install(database, "test_lint", log=log)
    # Without -i and -u the runner takes the tests of every installed module.
    context.run_odoo_tests(database, ",".join(TESTS), context.log("generic"))

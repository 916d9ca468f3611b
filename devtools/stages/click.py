"""Odoo's click robot on every menu, view and filter of ours; our guided tours."""

from ..system import chromium

# The robot walks every application; the others are Odoo's own affair.
ONLY_OUR_MENUS = """
    UPDATE ir_ui_menu SET active = FALSE
     WHERE parent_id IS NULL AND id NOT IN (
           SELECT res_id FROM ir_model_data
            WHERE model = 'ir.ui.menu' AND module LIKE 'volunteer%')
"""


def run(context):
    context.tally.check("a browser for the tests", chromium())
    # With demo data there are records to open and groups to unfold.
    template = context.databases.with_addons(demo=True)
    context.check_log(context.databases.log(template))
    database = context.databases.stage("click", template)
    context.odoo.server.query(ONLY_OUR_MENUS, database)
    context.run_odoo_tests(
        database,
        "click_all/web:TestMenusAdmin,volunteer_tour",
        context.log("click"),
    )

# Runs in `odoo shell` on a fresh database of the demo or the tests.
# ruff: noqa: F821  (the launcher provides env and given)

if given["chinese"]:
    # Everybody who is there or comes later reads Chinese and lives in +08:00.
    values = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
    env["res.partner"].with_context(active_test=False).search([]).write(values)
    for name, value in values.items():
        env["ir.default"].set("res.partner", name, value)
    # As in a database that was made in Chinese.
    env["res.lang"]._lang_get("en_US").active = False

# A file that the Odoo tree leaves out would be an error in every browser's console.
for path, bundle in given["left_out_assets"].items():
    if not env["ir.asset"].search_count([("path", "=", path)]):
        env["ir.asset"].create(
            {
                "name": f"{path} is not shipped",
                "bundle": bundle,
                "directive": "remove",
                "path": path,
            }
        )
env.cr.commit()

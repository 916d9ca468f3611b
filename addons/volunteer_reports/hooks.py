from odoo.addons.volunteer_base.hooks import drop_foreign_keys


def uninstall_hook(env):
    drop_foreign_keys(env, "volunteer_reports")

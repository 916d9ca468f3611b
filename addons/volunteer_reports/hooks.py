from odoo.addons.volunteer_base.hooks import drop_foreign_keys, drop_sequences


def uninstall_hook(env):
    # Copies of papers, of those of other addons too, that nobody could print any more.
    templates = env["volunteer.paper.template"].with_context(active_test=False)
    templates.search([]).unlink()
    drop_sequences(env, "volunteer_reports")
    drop_foreign_keys(env, "volunteer_reports")

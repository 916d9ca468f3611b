from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Install the exams where Odoo's surveys are: an update does not by itself."""
    env = Environment(cr, SUPERUSER_ID, {})
    modules = env["ir.module.module"].search(
        [("name", "in", ("survey", "volunteer_survey"))]
    )
    state = {module.name: module.state for module in modules}
    if (
        state.get("survey") in ("installed", "to upgrade")
        and state.get("volunteer_survey") == "uninstalled"
    ):
        modules.filtered(lambda module: module.state == "uninstalled").button_install()

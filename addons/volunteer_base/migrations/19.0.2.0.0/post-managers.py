from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Only leaders and deputies who serve are in charge now: the stored list is old."""
    teams = Environment(cr, SUPERUSER_ID, {})["volunteer.team"]
    teams = teams.with_context(active_test=False).search([])
    teams.env.add_to_compute(teams._fields["manager_user_ids"], teams)
    teams.env.flush_all()

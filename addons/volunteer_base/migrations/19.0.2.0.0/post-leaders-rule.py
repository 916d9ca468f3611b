from odoo import SUPERUSER_ID, api

DOMAIN = """[
    '|', '|',
    ('member_ids', 'any', [
        ('team_id.manager_user_ids', 'in', user.id),
        '|', ('date_to', '=', False), ('date_to', '>=', 'today'),
    ]),
    ('led_team_ids.manager_user_ids', 'in', user.id),
    ('deputy_team_ids.manager_user_ids', 'in', user.id),
]"""


def migrate(cr, version):
    """Leaders see who serves in their teams now, no longer who ever did.

    The rule is not updated with the module, so that a hospital may narrow it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref(
        "volunteer_base.volunteer_volunteer_rule_leader", raise_if_not_found=False
    )
    old = "[('member_ids.team_id.manager_user_ids', 'in', user.id)]"
    if rule and rule.domain_force == old:
        rule.domain_force = DOMAIN

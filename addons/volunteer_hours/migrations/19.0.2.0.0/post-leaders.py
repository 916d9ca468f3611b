from odoo.api import SUPERUSER_ID, Environment

RULES = {
    "volunteer_hour_rule_leader": "activity_id.leader_id",
    "volunteer_approval_rule_leader": "hour_id.activity_id.leader_id",
}


def migrate(cr, version):
    """A leader who has left, or is suspended, is in charge of nothing."""
    env = Environment(cr, SUPERUSER_ID, {})
    for name, path in RULES.items():
        rule = env.ref(f"volunteer_hours.{name}", raise_if_not_found=False)
        if rule:
            rule.domain_force = rule.domain_force.replace(
                f"('{path}.user_id', '=', user.id)",
                f"('{path}', 'any', [('user_id', '=', user.id), "
                "('state', 'in', ('trial', 'registered'))])",
            )

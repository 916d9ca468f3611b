from odoo.api import SUPERUSER_ID, Environment

RULES = (
    "volunteer_hour_rule_company",
    "volunteer_hour_rule_user",
    "volunteer_hour_rule_portal",
    "volunteer_approval_rule_company",
    "volunteer_approval_rule_user",
    "volunteer_approval_rule_portal",
)


def migrate(cr, version):
    """Lines of records merged into one's own are one's own, too."""
    env = Environment(cr, SUPERUSER_ID, {})
    for name in RULES:
        rule = env.ref(f"volunteer_hours.{name}", raise_if_not_found=False)
        if not rule or "merged_into_id" in rule.domain_force:
            continue
        for path in ("hour_id.volunteer_id", "volunteer_id"):
            rule.domain_force = rule.domain_force.replace(
                f"('{path}.user_id', '=', user.id)",
                f"('{path}', 'any', ['|', ('user_id', '=', user.id), "
                "('merged_into_id.user_id', '=', user.id)])",
            )

from odoo.api import SUPERUSER_ID, Environment

LEADERS = """[
    '|', '|',
    ('member_ids', 'any', [
        ('team_id.manager_user_ids', 'in', user.id),
        '|', ('date_to', '=', False), ('date_to', '>=', 'today'),
    ]),
    ('led_team_ids.manager_user_ids', 'in', user.id),
    ('deputy_team_ids.manager_user_ids', 'in', user.id),
]"""
UNITS = """[
    '|', '|',
    ('company_id', 'in', company_ids),
    ('company_ids', 'in', company_ids),
    ('user_id', '=', user.id),
]"""
MEMBERS = (
    "['|', '|', ('company_id', 'in', company_ids), "
    "('volunteer_id.company_ids', 'in', company_ids), "
    "('volunteer_id.user_id', '=', user.id)]"
)


def _of_leader(path, serving):
    """Return the domain of what the leader or those of the team are in charge of."""
    leader = (
        f"('{path}leader_id', 'any', [('user_id', '=', user.id), "
        "('state', 'in', ('trial', 'registered'))])"
        if serving
        else f"('{path}leader_id.user_id', '=', user.id)"
    )
    return f"['|', {leader}, ('{path}team_id.manager_user_ids', 'in', user.id)]"


# rule: (domain of the previous version, domain of this one)
CHANGED = {
    # No longer the people of every unit that has a team in the same tree.
    "volunteer_team_member_rule_company": (
        "[('company_id', 'parent_of', company_ids)]",
        MEMBERS,
    ),
    # A leader who has left, or is suspended, is in charge of nothing.
    "volunteer_activity_rule_leader": (_of_leader("", False), _of_leader("", True)),
    "volunteer_activity_slot_rule_leader": (
        _of_leader("activity_id.", False),
        _of_leader("activity_id.", True),
    ),
    "volunteer_signup_rule_leader": (
        _of_leader("activity_id.", False),
        _of_leader("activity_id.", True),
    ),
    # Leaders see who serves in their teams now, no longer who ever did.
    "volunteer_volunteer_rule_leader": (
        "[('member_ids.team_id.manager_user_ids', 'in', user.id)]",
        LEADERS,
    ),
    # The home unit first: most rows need no look into the relation then.
    "volunteer_volunteer_rule_company": (
        "['|', ('company_ids', 'in', company_ids), ('user_id', '=', user.id)]",
        UNITS,
    ),
}


def migrate(cr, version):
    """Change the rules that nobody has changed; a hospital's own stay as they are."""
    env = Environment(cr, SUPERUSER_ID, {})
    for name, (old, new) in CHANGED.items():
        rule = env.ref(f"volunteer_base.{name}", raise_if_not_found=False)
        if rule and rule.domain_force == old:
            rule.domain_force = new

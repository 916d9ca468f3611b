from odoo.addons.volunteer_base.hooks import drop_foreign_keys, drop_sequences


def uninstall_hook(env):
    """Drop the functions behind the ledger's triggers, and these with them."""
    env.cr.execute(
        "DROP FUNCTION IF EXISTS volunteer_hour_locked(), volunteer_approval_locked(), "
        "volunteer_notice_locked(), volunteer_hour_event_locked(), "
        "volunteer_hour_evidence_locked(), volunteer_evaluation_locked(), "
        "volunteer_team_assessment_locked() CASCADE"
    )
    drop_sequences(env, "volunteer_hours")
    drop_foreign_keys(env, "volunteer_hours")

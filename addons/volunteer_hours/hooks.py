def uninstall_hook(env):
    """Drop the functions behind the ledger's triggers, and these with them."""
    env.cr.execute("DROP FUNCTION IF EXISTS volunteer_hour_locked() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS volunteer_approval_locked() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS volunteer_notice_locked() CASCADE")

def migrate(cr, version):
    """Existing units go on as before: nobody new decides until they choose to."""
    cr.execute("UPDATE res_company SET volunteer_working_time = 'off'")

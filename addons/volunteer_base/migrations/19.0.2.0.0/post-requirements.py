def migrate(cr, version):
    """Keep sign-up open in hospitals that have worked without papers and courses.

    Nobody has accepted or passed anything yet; the office turns the rule on when its
    volunteers have.
    """
    cr.execute("UPDATE res_company SET volunteer_requirements = FALSE")

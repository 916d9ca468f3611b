def migrate(cr, version):
    """Send nobody an e-mail on the night of the update.

    Who has been registered for more than a year is asked by a banner on the own page;
    e-mails follow a year from now.
    """
    cr.execute(
        "UPDATE volunteer_volunteer SET date_reconfirm_asked = CURRENT_DATE "
        "WHERE state = 'registered'"
    )

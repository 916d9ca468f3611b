def migrate(cr, version):
    """To-dos about plans say what they are about, so that they end with the matter."""
    if not version:
        return
    cr.execute(
        """
        UPDATE mail_activity
           SET volunteer_matter = 'plan'
         WHERE res_model = 'volunteer.plan' AND automated
           AND volunteer_matter IS NULL
        """
    )

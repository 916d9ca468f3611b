from odoo.addons.volunteer_base.tools.token import new_token


def migrate(cr, version):
    """Notices stay with who publishes them; those shown get their page and number."""
    cr.execute("UPDATE res_company SET volunteer_notice_auto = FALSE")
    cr.execute(
        """
        UPDATE volunteer_notice n
           SET year = counted.year, number = counted.number
          FROM (SELECT id, extract(year FROM published_on)::int AS year,
                       row_number() OVER (
                           PARTITION BY company_id, extract(year FROM published_on)
                           ORDER BY published_on, id) AS number
                  FROM volunteer_notice
                 WHERE state != 'draft' AND published_on IS NOT NULL) AS counted
         WHERE n.id = counted.id
        """
    )
    cr.execute(
        "SELECT id FROM volunteer_notice WHERE state IN ('published', 'closing')"
    )
    for (notice_id,) in cr.fetchall():
        cr.execute(
            "UPDATE volunteer_notice SET token = %s WHERE id = %s",
            (new_token(), notice_id),
        )

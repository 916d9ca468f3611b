def migrate(cr, version):
    """Open an account for everybody whose hours are recorded.

    Their points were frozen when the hours were recorded; here they are added up.
    """
    cr.execute(
        """
        INSERT INTO volunteer_point_account
            (volunteer_id, earned, balance,
             create_uid, create_date, write_uid, write_date)
        SELECT COALESCE(v.merged_into_id, v.id), sum(h.points), sum(h.points),
               1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM volunteer_hour h
          JOIN volunteer_volunteer v ON v.id = h.volunteer_id
         WHERE h.state = 'recorded'
      GROUP BY 1
   ON CONFLICT (volunteer_id) DO NOTHING
        """
    )

SAMPLES = (
    "volunteer_approval_route_proven",
    "volunteer_approval_route_party",
    "volunteer_approval_route_claim",
)
STANDARD = "volunteer_approval_route_standard"


def migrate(cr, version):
    """Who approves what stays as it is: the new samples wait in the archive."""
    cr.execute(
        """
        UPDATE volunteer_approval_route r
           SET active = FALSE
          FROM ir_model_data d
         WHERE d.module = 'volunteer_hours' AND d.model = 'volunteer.approval.route'
           AND d.res_id = r.id
           AND (d.name IN %s
                -- Deleted by the hospital, it has just been made again.
                OR d.name = %s AND r.create_date >= (
                   SELECT min(n.create_date)
                     FROM volunteer_approval_route n
                     JOIN ir_model_data nd ON nd.res_id = n.id
                      AND nd.module = 'volunteer_hours'
                      AND nd.model = 'volunteer.approval.route'
                      AND nd.name IN %s))
        """,
        (SAMPLES, STANDARD, SAMPLES),
    )
    cr.execute("UPDATE res_company SET volunteer_escalation_days = 0")
    cr.execute(
        """
        UPDATE volunteer_approval
           SET pending_since = now() AT TIME ZONE 'UTC'
         WHERE state = 'pending' AND pending_since IS NULL
        """
    )

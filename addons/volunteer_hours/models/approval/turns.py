#: Whose turn it is, when it is nobody's.
NO_TURN = {"approver_id": False, "approver_group_id": False}

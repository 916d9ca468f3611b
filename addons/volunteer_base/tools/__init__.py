"""Plain functions of the volunteer domain: no ORM, no environment, no state."""

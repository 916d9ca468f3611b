"""Plain functions about service hours: no ORM, no environment, no state."""

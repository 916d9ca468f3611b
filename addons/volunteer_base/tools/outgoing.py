"""Messages that leave the house: how often they are tried."""

#: Minutes until the next try, by the number of tries made.
_DELAYS = (2, 10, 30, 120)
_URGENT_DELAYS = (1, 1, 2, 5)


def next_try(tries: int, urgent: bool = False) -> int | None:
    """Return in how many minutes to try again, or None to give up.

    What is urgent is given up sooner: somebody then takes the telephone.

    >>> next_try(1), next_try(4), next_try(5)
    (2, 120, None)
    >>> next_try(1, urgent=True), next_try(5, urgent=True)
    (1, None)

    :param int tries: tries made so far, at least 1
    """
    delays = _URGENT_DELAYS if urgent else _DELAYS
    return delays[tries - 1] if tries <= len(delays) else None

from inputs import is_whole

MOST_CENTS = 10_000_000


def offer_of(service, cents, low, high):
    """What a carrier answers, in our words. Raises ValueError when it makes no sense."""
    if not isinstance(service, str) or not service or not is_whole(cents, MOST_CENTS):
        raise ValueError("an offer without a name or a price")
    if not is_whole(low, 365) or not is_whole(high, 365) or low > high:
        raise ValueError("an offer without a time")
    return {"service": service, "cents": cents, "days": {"min": low, "max": high}}

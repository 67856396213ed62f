import re

from problem import bad_request, not_found

MAX_ID = 2**31 - 1
MAX_AMOUNT = 10_000_000
MAX_BODY = 1_000_000


def path_id(text):
    """An account's id in a path."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or not 1 <= int(text) <= MAX_ID:
        raise not_found()
    return int(text)


def path_text(text):
    """The id of a charge in a path."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text):
        raise not_found()
    return text


def account_from(body, name):
    return whole(body.get(name), name, MAX_ID)


def amount_from(body):
    return whole(body.get("amount"), "amount", MAX_AMOUNT)


def card_from(body):
    card = body.get("card")
    if isinstance(card, str) and re.fullmatch(r"card_[a-z0-9_]{1,60}", card):
        return card
    raise bad_request("card must be the token of a card")


def key_from(request):
    key = request.headers.get("idempotency-key", "")
    if re.fullmatch(r"[\x21-\x7e]{1,100}", key):
        return key
    raise bad_request("The header Idempotency-Key must hold 1 to 100 characters")


def query_number(request, name):
    values = request.query_params.getlist(name)
    if not values:
        return None
    if len(values) > 1 or not re.fullmatch(r"[0-9]{1,15}", values[0]) or int(values[0]) < 1:
        raise bad_request(f"{name} must be a whole number from 1")
    return int(values[0])


def whole(value, name, most):
    if type(value) is int and 1 <= value <= most:
        return value
    raise bad_request(f"{name} must be a whole number from 1 to {most}")

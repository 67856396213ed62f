import json
import re

from problem import Problem

MAX_ID = 2**31 - 1
LONGEST_BODY = 65_536


def whole_from(text):
    """A positive whole number that fits PostgreSQL's integer, or None."""
    if not re.fullmatch(r"[1-9][0-9]{0,9}", text) or int(text) > MAX_ID:
        return None
    return int(text)


def customer_from(request):
    customer = whole_from(request.headers.get("x-customer", ""))
    if customer is None:
        raise Problem(401, "who is there?")
    return customer


def id_from(text):
    id = whole_from(text)
    if id is None:
        raise Problem(400, "id must be a positive whole number")
    return id


def is_whole(value, most):
    return type(value) is int and 1 <= value <= most


async def object_from(request):
    """The JSON object that a request carries."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LONGEST_BODY:
            raise Problem(413, "too long a body")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem(400, "the body must be JSON") from None
    if not isinstance(body, dict):
        raise Problem(400, "the body must be an object")
    return body


def basket_from(body):
    """Address and (product, quantity) of what is in the basket."""
    address_id, items = body.get("addressId"), body.get("items")
    if not is_whole(address_id, MAX_ID):
        raise Problem(400, "addressId must be a positive whole number")
    if not isinstance(items, list) or not 1 <= len(items) <= 20:
        raise Problem(400, "items must hold 1 to 20 products")
    lines = [line_from(item) for item in items]
    if len({product_id for product_id, _ in lines}) < len(lines):
        raise Problem(400, "a product may stand in items once")
    return address_id, lines


def line_from(item):
    if not isinstance(item, dict) or not is_whole(item.get("productId"), MAX_ID):
        raise Problem(400, "productId must be a positive whole number")
    if not is_whole(item.get("quantity"), 99):
        raise Problem(400, "quantity must be a whole number from 1 to 99")
    return item["productId"], item["quantity"]


def choice_from(body):
    """Carrier, service and price that an order names."""
    carrier, service, cents = body.get("carrier"), body.get("service"), body.get("cents")
    if not isinstance(carrier, str) or not isinstance(service, str):
        raise Problem(400, "carrier and service must be text")
    if not is_whole(cents, MAX_ID):
        raise Problem(400, "cents must be a positive whole number")
    return carrier, service, cents

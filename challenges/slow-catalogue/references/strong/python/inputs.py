import json
import re

from problem import Problem

MAX_ID = 2**31 - 1


def id_from(text, name="id"):
    """A positive whole number that fits PostgreSQL's integer."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or not 1 <= int(text) <= MAX_ID:
        raise Problem(400, f"{name} must be a positive whole number")
    return int(text)


def optional_id(text, name):
    return None if text is None else id_from(text, name)


def limit_from(text, usual, most):
    return usual if text is None else min(id_from(text, "limit"), most)


def is_whole(value, most):
    return type(value) is int and 1 <= value <= most


def object_from(text):
    """The JSON object that a request carries."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(400, "the body must be JSON") from None
    if not isinstance(body, dict):
        raise Problem(400, "the body must be an object")
    return body

import re

import db
from problem import Problem

# Owners come with the database and never change while the service runs.
known = {}


async def owner_of(request):
    """The id of the owner whose token the request carries."""
    bearer = re.fullmatch(r"Bearer (\S+)", request.headers.get("authorization", ""))
    token = bearer[1] if bearer else ""
    owner = known.get(token) or await db.pool.fetchval("select id from owners where token = $1", token)
    if owner is None:
        raise Problem(401, "unauthorized", "The request needs the token of an owner")
    known[token] = owner
    return owner

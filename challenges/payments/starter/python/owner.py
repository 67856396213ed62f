import re

import db
from problem import Problem


async def owner_of(request):
    """The id of the owner whose token the request carries."""
    bearer = re.fullmatch(r"Bearer (\S+)", request.headers.get("authorization", ""))
    owner = await db.pool.fetchval("select id from owners where token = $1", bearer[1] if bearer else "")
    if owner is None:
        raise Problem(401, "unauthorized", "The request needs the token of an owner")
    return owner

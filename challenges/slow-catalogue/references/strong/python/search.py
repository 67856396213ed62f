import re

import db
from card import written
from inputs import limit_from
from memory import Bounded
from problem import Problem
from products import items_of

MOST = 50

# Names stay as they are while the service runs, so what a text finds does too; prices are read anew.
found = Bounded(5000)


async def search(query):
    q = query.get("q", "")
    if not 3 <= len(q) <= 100 or "\0" in q:
        raise Problem(400, "q must have 3 to 100 characters")
    limit = limit_from(query.get("limit"), 20, MOST)
    ids = (await ids_for(q))[:limit]
    if not ids:
        return written([])
    rows = await db.pool.fetch(
        "select id, price from products where id = any($1::integer[]) order by id desc", ids
    )
    return written(items_of(rows))


async def ids_for(q):
    known = found.get(q)
    if known is None:
        pattern = "%" + re.sub(r"[\\%_]", r"\\\g<0>", q) + "%"
        # Adding 0 keeps the planner from walking the whole table by id for words that are rare.
        rows = await db.pool.fetch(
            "select id from products where name ilike $1 order by id + 0 desc limit $2", pattern, MOST
        )
        known = found[q] = [row["id"] for row in rows]
    return known

import re

from fastapi import APIRouter
from fastapi.responses import JSONResponse

import db
from card import cards_of, without_views
from inputs import limit_from
from problem import Problem

router = APIRouter()


@router.get("/search")
async def search(q: str = "", limit: str | None = None):
    if not 3 <= len(q) <= 100 or "\0" in q:
        raise Problem(400, "q must have 3 to 100 characters")
    pattern = "%" + re.sub(r"[\\%_]", r"\\\g<0>", q) + "%"
    most = limit_from(limit, 20, 50)
    async with db.pool.acquire() as connection:
        rows = await connection.fetch(
            "select id from products where name ilike $1 order by id desc limit $2", pattern, most
        )
        cards = await cards_of(connection, [row["id"] for row in rows])
    return JSONResponse({"items": [without_views(card) for card in cards]})

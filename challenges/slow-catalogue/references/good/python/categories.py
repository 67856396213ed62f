from fastapi import APIRouter
from fastapi.responses import JSONResponse

import db
from card import cards_of
from inputs import id_from
from problem import not_found

router = APIRouter()


@router.get("/categories/{id}/top")
async def top(id: str):
    category_id = id_from(id)
    async with db.pool.acquire() as connection:
        category = await connection.fetchrow("select id, slug, name from categories where id = $1", category_id)
        if category is None:
            raise not_found()
        rows = await connection.fetch(
            "select id from products where category_id = $1 order by views desc, id limit 10", category_id
        )
        items = await cards_of(connection, [row["id"] for row in rows])
    return JSONResponse({"category": dict(category), "items": items})

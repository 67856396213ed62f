from fastapi import APIRouter

from card import to_cards
from db import connect

router = APIRouter()


@router.get("/search")
async def search(q: str, limit: str = "20"):
    db = await connect()
    found = await db.fetch(f"select * from products where name ilike '%{q}%' order by id desc")
    items = await to_cards(db, found[: int(limit)])
    await db.close()
    return {"items": items}

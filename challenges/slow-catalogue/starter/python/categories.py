from fastapi import APIRouter
from fastapi.responses import JSONResponse

from card import to_card
from db import connect

router = APIRouter()


@router.get("/categories/{id}/top")
async def top(id: str):
    db = await connect()
    category = await db.fetchrow("select * from categories where id = $1", int(id))
    if not category:
        await db.close()
        return JSONResponse({"error": "not found"}, 404)
    products = await db.fetch("select * from products where category_id = $1", category["id"])
    items = []
    for product in sorted(products, key=lambda product: (-product["views"], product["id"]))[:10]:
        items.append({**await to_card(db, product), "views": product["views"]})
    await db.close()
    return {"category": dict(category), "items": items}

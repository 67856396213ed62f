from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from card import rating, to_card, to_cards, to_review
from db import connect

router = APIRouter()

ORDERS = {"newest": "id desc", "cheapest": "price asc, id asc", "dearest": "price desc, id desc"}


@router.get("/products")
async def list_products(category: str = "", sort: str = "newest", limit: str = "24", after: str = ""):
    db = await connect()
    where = f"where category_id = {category}" if category else ""
    # admin uses its own sort columns
    order = ORDERS.get(sort, sort)

    offset = 0
    if after:
        ids = [row["id"] for row in await db.fetch(f"select id from products {where} order by {order}")]
        offset = ids.index(int(after)) + 1 if int(after) in ids else 0
    products = await db.fetch(f"select * from products {where} order by {order} limit {limit} offset {offset}")
    total = await db.fetchval(f"select count(*) from products {where}")
    items = await to_cards(db, products)
    await db.close()
    return {"items": items, "total": total}


@router.get("/products/{id}")
async def get_product(id: str):
    db = await connect()
    product = await db.fetchrow("select * from products where id = $1", int(id))
    if not product:
        await db.close()
        return JSONResponse({"error": "not found"}, 404)
    category = await db.fetchrow("select * from categories where id = $1", product["category_id"])
    reviews = await db.fetch("select * from reviews where product_id = $1 order by id desc", product["id"])
    siblings = await db.fetch(
        "select * from products where category_id = $1 and brand = $2 order by id desc",
        product["category_id"],
        product["brand"],
    )
    related = [sibling for sibling in siblings if sibling["id"] != product["id"]][:6]
    await db.close()
    return {
        "id": product["id"],
        "name": product["name"],
        "brand": product["brand"],
        "description": product["description"],
        "category": dict(category),
        "price": product["price"],
        "stock": product["stock"],
        "views": product["views"],
        "rating": rating(reviews),
        "reviews": [to_review(review) for review in reviews[:5]],
        "related": [{"id": other["id"], "name": other["name"], "price": other["price"]} for other in related],
    }


@router.get("/products/{id}/reviews")
async def list_reviews(id: str):
    db = await connect()
    reviews = await db.fetch("select * from reviews where product_id = $1 order by id desc", int(id))
    await db.close()
    return {"items": [to_review(review) for review in reviews]}


@router.post("/products/{id}/views")
async def count_view(id: str):
    db = await connect()
    product = await db.fetchrow("select * from products where id = $1", int(id))
    if product:
        await db.execute("update products set views = $1 where id = $2", product["views"] + 1, product["id"])
    await db.close()
    return Response(status_code=204) if product else JSONResponse({"error": "not found"}, 404)


@router.put("/products/{id}/price")
async def set_price(id: str, request: Request):
    db = await connect()
    body = await request.json()
    product = await db.fetchrow(
        "update products set price = $1 where id = $2 returning *", body["price"], int(id)
    )
    card = await to_card(db, product) if product else None
    await db.close()
    return card or JSONResponse({"error": "not found"}, 404)

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from db import connect, iso

router = APIRouter()


async def to_order(db, order):
    rows = await db.fetch("select * from order_items where order_id = $1 order by id", order["id"])
    items = []
    subtotal = 0.0
    pieces = 0
    for row in rows:
        product = await db.fetchrow("select * from products where id = $1", row["product_id"])
        line_total = row["unit_price"] * row["quantity"]
        subtotal += line_total
        pieces += row["quantity"]
        items.append(
            {
                "productId": row["product_id"],
                "name": product["name"],
                "quantity": row["quantity"],
                "unitPrice": row["unit_price"],
                "lineTotal": line_total,
            }
        )
    discount = subtotal * 0.05 if pieces >= 10 else 0
    return {
        "id": order["id"],
        "customerId": order["customer_id"],
        "createdAt": iso(order["created_at"]),
        "items": items,
        "subtotal": subtotal,
        "discount": discount,
        "total": subtotal - discount,
    }


@router.post("/orders", status_code=201)
async def place_order(request: Request):
    db = await connect()
    body = await request.json()
    order = await db.fetchrow("insert into orders (customer_id) values ($1) returning *", body["customerId"])
    for item in body["items"]:
        product = await db.fetchrow("select * from products where id = $1", item["productId"])
        if not product:
            await db.close()
            return JSONResponse({"error": "unknown product"}, 400)
        if product["stock"] < item["quantity"]:
            await db.close()
            return JSONResponse({"error": "out of stock", "productId": item["productId"]}, 409)
        stock = product["stock"] - item["quantity"]
        await db.execute("update products set stock = $1 where id = $2", stock, product["id"])
        await db.execute(
            "insert into order_items (order_id, product_id, quantity, unit_price) values ($1, $2, $3, $4)",
            order["id"],
            product["id"],
            item["quantity"],
            product["price"],
        )
    answer = await to_order(db, order)
    await db.close()
    return answer


@router.get("/orders/{id}")
async def get_order(id: str):
    db = await connect()
    order = await db.fetchrow("select * from orders where id = $1", int(id))
    answer = await to_order(db, order) if order else None
    await db.close()
    return answer or JSONResponse({"error": "not found"}, 404)


@router.get("/orders")
async def list_orders(customer: str):
    db = await connect()
    orders = await db.fetch("select * from orders where customer_id = $1 order by id desc", int(customer))
    items = []
    for row in orders:
        order = await to_order(db, row)
        pieces = sum(item["quantity"] for item in order["items"])
        items.append(
            {"id": order["id"], "createdAt": order["createdAt"], "total": order["total"], "pieces": pieces}
        )
    await db.close()
    return {"items": items}

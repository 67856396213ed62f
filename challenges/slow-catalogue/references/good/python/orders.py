from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db
from inputs import MAX_ID, id_from, is_whole, limit_from, object_from, optional_id
from money import cost_of, to_cents, to_euros
from problem import Problem, not_found

router = APIRouter()


@router.post("/orders")
async def place_order(request: Request):
    customer_id, lines = order_from(await object_from(request))
    async with db.pool.acquire() as connection:
        async with connection.transaction():
            id = await place(connection, customer_id, lines)
        return JSONResponse(await order_by_id(connection, id), 201)


@router.get("/orders/{id}")
async def get_order(id: str):
    async with db.pool.acquire() as connection:
        return JSONResponse(await order_by_id(connection, id_from(id)))


@router.get("/orders")
async def list_orders(customer: str = "", limit: str | None = None, before: str | None = None):
    customer_id = id_from(customer, "customer")
    last = optional_id(before, "before")
    most = limit_from(limit, 20, 100)
    async with db.pool.acquire() as connection:
        orders = await connection.fetch(
            """
            select id, created_at from orders
            where customer_id = $1 and ($2::integer is null or id < $2) order by id desc limit $3""",
            customer_id,
            last,
            most,
        )
        items = await connection.fetch(
            """
            select order_id, quantity, unit_price from order_items
            where order_id = any($1::integer[]) order by order_id""",
            [order["id"] for order in orders],
        )
    lines = {id: list(own) for id, own in groupby(items, key=lambda item: item["order_id"])}
    return JSONResponse({"items": [summary(order, lines.get(order["id"], [])) for order in orders]})


async def place(connection, customer_id, lines):
    """Takes the stock and writes the order, or does neither. Rows are locked in the order of their ids: no deadlock."""
    ids = [product_id for product_id, _ in lines]
    quantities = [quantity for _, quantity in lines]
    rows = await connection.fetch(
        "select id, stock, price from products where id = any($1::integer[]) order by id for update", ids
    )
    products = {row["id"]: row for row in rows}
    for product_id, quantity in lines:
        if product_id not in products:
            raise Problem(400, f"product {product_id} does not exist")
        if products[product_id]["stock"] < quantity:
            raise Problem(409, "out of stock", productId=product_id)
    await connection.execute(
        """
        update products set stock = stock - taken.quantity
        from unnest($1::integer[], $2::integer[]) as taken (id, quantity)
        where products.id = taken.id""",
        ids,
        quantities,
    )
    id = await connection.fetchval("insert into orders (customer_id) values ($1) returning id", customer_id)
    await connection.execute(
        """
        insert into order_items (order_id, product_id, quantity, unit_price)
        select $1, product_id, quantity, price
        from unnest($2::integer[], $3::integer[], $4::float8[]) with ordinality
          as line (product_id, quantity, price, place)
        order by place""",
        id,
        ids,
        quantities,
        [products[product_id]["price"] for product_id in ids],
    )
    return id


async def order_by_id(connection, id):
    order = await connection.fetchrow("select customer_id, created_at from orders where id = $1", id)
    if order is None:
        raise not_found()
    items = await connection.fetch(
        """
        select i.product_id, p.name, i.quantity, i.unit_price
        from order_items i join products p on p.id = i.product_id
        where i.order_id = $1 order by i.id""",
        id,
    )
    _, subtotal, discount, total = cost_of([to_line(item) for item in items])
    return {
        "id": id,
        "customerId": order["customer_id"],
        "createdAt": db.iso(order["created_at"]),
        "items": [
            {
                "productId": item["product_id"],
                "name": item["name"],
                "quantity": item["quantity"],
                "unitPrice": to_euros(to_cents(item["unit_price"])),
                "lineTotal": to_euros(to_cents(item["unit_price"]) * item["quantity"]),
            }
            for item in items
        ],
        "subtotal": to_euros(subtotal),
        "discount": to_euros(discount),
        "total": to_euros(total),
    }


def summary(order, items):
    pieces, _, _, total = cost_of([to_line(item) for item in items])
    return {"id": order["id"], "createdAt": db.iso(order["created_at"]), "total": to_euros(total), "pieces": pieces}


def to_line(item):
    return item["quantity"], to_cents(item["unit_price"])


def order_from(body):
    """Customer and (product, quantity) lines of a new order."""
    customer_id, items = body.get("customerId"), body.get("items")
    if not is_whole(customer_id, MAX_ID):
        raise Problem(400, "customerId must be a positive whole number")
    if not isinstance(items, list) or not 1 <= len(items) <= 20:
        raise Problem(400, "items must hold 1 to 20 products")
    lines = [line_from(item) for item in items]
    if len({product_id for product_id, _ in lines}) < len(lines):
        raise Problem(400, "a product may stand in an order once")
    return customer_id, lines


def line_from(item):
    if not isinstance(item, dict) or not is_whole(item.get("productId"), MAX_ID):
        raise Problem(400, "productId must be a positive whole number")
    if not is_whole(item.get("quantity"), 99):
        raise Problem(400, "quantity must be a whole number from 1 to 99")
    return item["productId"], item["quantity"]

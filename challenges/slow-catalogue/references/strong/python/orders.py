from itertools import groupby

import db
from card import write
from inputs import MAX_ID, id_from, is_whole, limit_from, object_from, optional_id
from money import cost_of, to_cents, to_euros
from problem import Problem, not_found


async def place_order(text):
    customer_id, lines = order_from(object_from(text))
    async with db.pool.acquire() as connection:
        async with connection.transaction():
            id = await place(connection, customer_id, lines)
        return write(await order_by_id(connection, id))


async def get_order(id):
    order_id = id_from(id)
    async with db.pool.acquire() as connection:
        return write(await order_by_id(connection, order_id))


async def list_orders(query):
    customer_id = id_from(query.get("customer", ""), "customer")
    before = optional_id(query.get("before"), "before") or MAX_ID
    limit = limit_from(query.get("limit"), 20, 100)
    async with db.pool.acquire() as connection:
        orders = await connection.fetch(
            """
            select id, created_at from orders
            where customer_id = $1 and id < $2 order by id desc limit $3""",
            customer_id,
            before,
            limit,
        )
        items = await connection.fetch(
            """
            select order_id, quantity, unit_price from order_items
            where order_id = any($1::integer[]) order by order_id""",
            [order["id"] for order in orders],
        )
    lines = {id: list(own) for id, own in groupby(items, key=lambda item: item["order_id"])}
    return write({"items": [summary(order, lines.get(order["id"], [])) for order in orders]})


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
    # One question for all three writes: everything is known by now.
    return await connection.fetchval(
        """
        with line as (
          select * from unnest($2::integer[], $3::integer[], $4::float8[]) with ordinality
            as line (product_id, quantity, price, place)
        ), taken as (
          update products set stock = stock - line.quantity from line where products.id = line.product_id
        ), placed as (
          insert into orders (customer_id) values ($1) returning id
        ), written as (
          insert into order_items (order_id, product_id, quantity, unit_price)
          select placed.id, product_id, quantity, price from placed, line order by place
        )
        select id from placed""",
        customer_id,
        ids,
        quantities,
        [products[product_id]["price"] for product_id in ids],
    )


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

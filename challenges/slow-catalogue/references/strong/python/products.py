import catalogue
import db
from card import finished, write, written
from inputs import id_from, limit_from, object_from, optional_id
from memory import Brief
from problem import Problem, not_found
from views import count_view

# Shorter than the second the shop allows, by what a slow moment may add.
pages = Brief(0.5)

LAST = "(select price, id from products where id = $3)"
# (what comes behind the last one seen, the order), by the name of the sort.
SORTS = {
    "newest": ("id < $3", "id desc"),
    "cheapest": (f"(price, id) > {LAST}", "price, id"),
    "dearest": (f"(price, id) < {LAST}", "price desc, id desc"),
}


async def list_products(query):
    category = optional_id(query.get("category"), "category")
    after = optional_id(query.get("after"), "after")
    limit = limit_from(query.get("limit"), 24, 100)
    behind, order = SORTS.get(query.get("sort", "newest"), (None, None))
    if order is None:
        raise Problem(400, "sort must be newest, cheapest or dearest")
    values = [limit, category]
    condition = "$2::integer is null" if category is None else "category_id = $2"
    if after is not None:
        values.append(after)
        condition += f" and {behind}"
    rows = await db.pool.fetch(
        f"select id, price from products where {condition} order by {order} limit $1", *values
    )
    return written(items_of(rows), b',"total":%d' % catalogue.totals.get(category, 0))


def items_of(rows):
    return [finished(catalogue.cards[id], price) for id, price in rows]


async def get_product(id):
    return await pages.get(id_from(id), read_product)


async def read_product(id):
    page = await catalogue.page_of(id)
    if page is None:
        raise not_found()
    begun, related = page
    rows = await db.pool.fetch(
        "select id, price, stock, views from products where id = any($1::integer[])",
        [id, *(other for other, _ in related)],
    )
    now = {row["id"]: row for row in rows}
    others = b",".join(finished(text, now[other]["price"]) for other, text in related)
    _, price, stock, views = now[id]
    rest = b',"related":[%s],"stock":%d,"price":' % (others, stock)
    return finished(begun + rest, price, views)


async def list_reviews(id, query):
    product_id = id_from(id)
    before = optional_id(query.get("before"), "before")
    limit = limit_from(query.get("limit"), 20, 100)
    if product_id not in catalogue.cards:
        raise not_found()
    async with db.pool.acquire() as connection:
        return write({"items": await catalogue.newest_reviews(connection, product_id, before, limit)})


async def view_product(id):
    product_id = id_from(id)
    if product_id not in catalogue.cards:
        raise not_found()
    count_view(product_id)


async def set_price(id, text):
    product_id = id_from(id)
    price = price_from(object_from(text))
    done = await db.pool.execute("update products set price = $1 where id = $2", price, product_id)
    if done == "UPDATE 0":
        raise not_found()
    pages.forget(product_id)
    return finished(catalogue.cards[product_id], price)


def price_from(body):
    price = body.get("price")
    if type(price) not in (int, float) or not 0 < price <= 100_000 or abs(price * 100 - round(price * 100)) > 1e-6:
        raise Problem(400, "price must be an amount above 0 with at most two decimals")
    return round(price * 100) / 100

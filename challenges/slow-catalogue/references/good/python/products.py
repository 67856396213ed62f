from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

import db
from card import cards_of, without_views
from inputs import id_from, limit_from, object_from, optional_id
from problem import Problem, not_found

router = APIRouter()

SORTS = {"newest": (["id"], "desc"), "cheapest": (["price", "id"], "asc"), "dearest": (["price", "id"], "desc")}


@router.get("/products")
async def list_products(
    category: str | None = None, sort: str = "newest", limit: str | None = None, after: str | None = None
):
    category_id = optional_id(category, "category")
    last = optional_id(after, "after")
    most = limit_from(limit, 24, 100)
    if sort not in SORTS:
        raise Problem(400, "sort must be newest, cheapest or dearest")
    async with db.pool.acquire() as connection:
        ids = await page(connection, category_id, sort, last, most)
        if category_id is None:
            total = await connection.fetchval("select count(*) from products")
        else:
            total = await connection.fetchval("select count(*) from products where category_id = $1", category_id)
        cards = await cards_of(connection, ids)
    return JSONResponse({"items": [without_views(card) for card in cards], "total": total})


async def page(connection, category, sort, after, limit):
    columns, direction = SORTS[sort]
    values = [limit]
    conditions = ["true"]

    def mark(value):
        values.append(value)
        return f"${len(values)}"

    if category is not None:
        conditions.append(f"category_id = {mark(category)}")
    if after is not None:
        last = await connection.fetchrow("select id, price from products where id = $1", after)
        if last is None:
            raise Problem(400, "after must be a product of the list")
        marks = ", ".join(mark(last[column]) for column in columns)
        conditions.append(f"({', '.join(columns)}) {'>' if direction == 'asc' else '<'} ({marks})")
    order = ", ".join(f"{column} {direction}" for column in columns)
    rows = await connection.fetch(
        f"select id from products where {' and '.join(conditions)} order by {order} limit $1", *values
    )
    return [row["id"] for row in rows]


@router.get("/products/{id}")
async def get_product(id: str):
    product_id = id_from(id)
    async with db.pool.acquire() as connection:
        product = await connection.fetchrow(
            """
            select p.name, p.brand, p.description, p.price, p.stock, p.views, p.category_id, c.slug,
              c.name as category, r.average, r.count
            from products p join categories c on c.id = p.category_id
            cross join lateral (
              select round(avg(stars), 1)::float8 as average, count(*)::integer as count
              from reviews where product_id = p.id
            ) r
            where p.id = $1""",
            product_id,
        )
        if product is None:
            raise not_found()
        reviews = await newest_reviews(connection, product_id, None, 5)
        related = await connection.fetch(
            """
            select id, name, price from products
            where category_id = $1 and brand = $2 and id <> $3 order by id desc limit 6""",
            product["category_id"],
            product["brand"],
            product_id,
        )
    return JSONResponse(
        {
            "id": product_id,
            "name": product["name"],
            "brand": product["brand"],
            "description": product["description"],
            "category": {"id": product["category_id"], "slug": product["slug"], "name": product["category"]},
            "price": product["price"],
            "stock": product["stock"],
            "views": product["views"],
            "rating": {"average": product["average"], "count": product["count"]},
            "reviews": reviews,
            "related": [dict(other) for other in related],
        }
    )


@router.get("/products/{id}/reviews")
async def list_reviews(id: str, limit: str | None = None, before: str | None = None):
    product_id = id_from(id)
    last = optional_id(before, "before")
    most = limit_from(limit, 20, 100)
    async with db.pool.acquire() as connection:
        items = await newest_reviews(connection, product_id, last, most)
        if not items and not await connection.fetchval("select 1 from products where id = $1", product_id):
            raise not_found()
    return JSONResponse({"items": items})


async def newest_reviews(connection, product_id, before, limit):
    rows = await connection.fetch(
        """
        select id, author, stars, text, created_at from reviews
        where product_id = $1 and ($2::integer is null or id < $2) order by id desc limit $3""",
        product_id,
        before,
        limit,
    )
    return [
        {"id": id, "author": author, "stars": stars, "text": text, "createdAt": db.iso(created_at)}
        for id, author, stars, text, created_at in rows
    ]


@router.post("/products/{id}/views")
async def count_view(id: str):
    done = await db.pool.execute("update products set views = views + 1 where id = $1", id_from(id))
    if done == "UPDATE 0":
        raise not_found()
    return Response(status_code=204)


@router.put("/products/{id}/price")
async def set_price(id: str, request: Request):
    product_id = id_from(id)
    price = price_from(await object_from(request))
    async with db.pool.acquire() as connection:
        done = await connection.execute("update products set price = $1 where id = $2", price, product_id)
        if done == "UPDATE 0":
            raise not_found()
        [card] = await cards_of(connection, [product_id])
    return JSONResponse(without_views(card))


def price_from(body):
    price = body.get("price")
    if type(price) not in (int, float) or not 0 < price <= 100_000 or abs(price * 100 - round(price * 100)) > 1e-6:
        raise Problem(400, "price must be an amount above 0 with at most two decimals")
    return round(price * 100) / 100

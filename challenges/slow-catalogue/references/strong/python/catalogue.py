"""What only the nightly import changes, and that stops the service: once read, it stays true."""

import db
from card import begun, write
from memory import Bounded

categories = {}
totals = {}
# All of them: 200,000 short texts are some 50 MB, and every list needs two dozen.
cards = {}
pages = Bounded(10_000)


async def open_catalogue():
    for row in await db.pool.fetch("select id, slug, name from categories"):
        categories[row["id"]] = dict(row)
    for id, count in await db.pool.fetch("select category_id, count(*) from products group by category_id"):
        totals[id] = count
    totals[None] = sum(totals.values())
    async with db.pool.acquire() as connection, connection.transaction():
        rows = connection.cursor(
            """
            select p.id, p.name, p.brand, p.category_id, r.average, coalesce(r.count, 0)
            from products p left join (
              select product_id, round(avg(stars), 1)::float8 as average, count(*)::integer as count
              from reviews group by product_id
            ) r on r.product_id = p.id""",
            prefetch=5000,
        )
        async for id, name, brand, category, average, count in rows:
            cards[id] = begun(id, name, brand, categories[category]["slug"], average, count)


async def page_of(id):
    """What a product page shows, up to what moves, and (id, item up to its price) of the related products."""
    known = pages.get(id)
    if known is None and id in cards:
        known = pages[id] = await read_page(id)
    return known


async def read_page(id):
    async with db.pool.acquire() as connection:
        name, brand, description, category, average, count = await connection.fetchrow(
            """
            select name, brand, description, category_id, (
              select round(avg(stars), 1)::float8 from reviews where product_id = $1
            ), (select count(*) from reviews where product_id = $1)
            from products where id = $1""",
            id,
        )
        reviews = await newest_reviews(connection, id, None, 5)
        others = await connection.fetch(
            """
            select id, name from products
            where category_id = $1 and brand = $2 and id <> $3 order by id desc limit 6""",
            category,
            brand,
            id,
        )
    page = {
        "id": id,
        "name": name,
        "brand": brand,
        "description": description,
        "category": categories[category],
        "rating": {"average": average, "count": count},
        "reviews": reviews,
    }
    return write(page)[:-1], [(other["id"], write(dict(other))[:-1] + b',"price":') for other in others]


async def newest_reviews(connection, product_id, before, limit):
    rows = await connection.fetch(
        """
        select id, author, stars, text, created_at from reviews
        where product_id = $1 and id < $2 order by id desc limit $3""",
        product_id,
        before or 2**31 - 1,
        limit,
    )
    return [
        {"id": id, "author": author, "stars": stars, "text": text, "createdAt": db.iso(created_at)}
        for id, author, stars, text, created_at in rows
    ]

import db
from problem import Problem


async def weigh(lines):
    """What the things in the basket weigh together."""
    rows = await db.pool.fetch(
        "select id, grams from products where id = any($1::integer[])", [product_id for product_id, _ in lines]
    )
    grams_of = {row["id"]: row["grams"] for row in rows}
    for product_id, _ in lines:
        if product_id not in grams_of:
            raise Problem(400, f"product {product_id} does not exist")
    return sum(grams_of[product_id] * quantity for product_id, quantity in lines)


async def contracts_for(country):
    """How much each carrier takes to the country, in grams; one without a contract is not there."""
    rows = await db.pool.fetch("select carrier, max_grams from contracts where country = $1", country)
    return {row["carrier"]: row["max_grams"] for row in rows}

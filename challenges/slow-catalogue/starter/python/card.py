from db import iso


async def to_card(db, product):
    """The small version of a product that every list shows."""
    category = await db.fetchrow("select * from categories where id = $1", product["category_id"])
    reviews = await db.fetch("select * from reviews where product_id = $1", product["id"])
    return {
        "id": product["id"],
        "name": product["name"],
        "brand": product["brand"],
        "category": category["slug"],
        "price": product["price"],
        "rating": rating(reviews),
    }


async def to_cards(db, products):
    cards = []
    for product in products:
        cards.append(await to_card(db, product))
    return cards


def rating(reviews):
    if not reviews:
        return {"average": None, "count": 0}
    total = 0
    for review in reviews:
        total += review["stars"]
    return {"average": round(total / len(reviews), 1), "count": len(reviews)}


def to_review(review):
    return {
        "id": review["id"],
        "author": review["author"],
        "stars": review["stars"],
        "text": review["text"],
        "createdAt": iso(review["created_at"]),
    }

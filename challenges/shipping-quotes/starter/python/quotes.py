from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db
from addresses import find_address, to_address
from carriers import CARRIERS

router = APIRouter()


async def weigh(items):
    """What the things in the basket weigh together."""
    grams = 0
    for item in items:
        product = await db.pool.fetchrow(f"select * from products where id = {item['productId']}")
        grams += product["grams"] * item["quantity"]
    return grams


@router.post("/quotes")
async def get_quotes(request: Request):
    body = await request.json()
    to = await find_address(body["addressId"])
    if not to:
        return JSONResponse({"title": "not found", "status": 404}, 404)
    grams = await weigh(body["items"])

    quotes = []
    states = {}
    for name, (ask, _, _) in CARRIERS.items():
        most = await db.pool.fetchval(
            "select max_grams from contracts where carrier = $1 and country = $2", name, to["country"]
        )
        states[name] = "ok" if grams <= (most or 0) else "none"
        if states[name] == "none":
            continue
        offers = await ask(to["country"], to["postcode"], grams)
        quotes += [{"carrier": name, **offer} for offer in offers]
    return {
        "customerId": to["customer_id"],
        "to": to_address(to),
        "grams": grams,
        "complete": True,
        "quotes": sorted(quotes, key=lambda quote: quote["cents"]),
        "carriers": states,
    }

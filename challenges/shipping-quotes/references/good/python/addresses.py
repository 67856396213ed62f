from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db
from inputs import customer_from
from problem import not_found

router = APIRouter()

FIELDS = "id, name, street, postcode, city, country"


@router.get("/addresses")
async def list_addresses(request: Request):
    rows = await db.pool.fetch(
        f"select {FIELDS} from addresses where customer_id = $1 order by id", customer_from(request)
    )
    return JSONResponse({"items": [dict(row) for row in rows]})


async def address_of(customer, id):
    """One of the customer's own addresses; anybody else's does not exist."""
    row = await db.pool.fetchrow(
        f"select {FIELDS} from addresses where id = $1 and customer_id = $2", id, customer
    )
    if row is None:
        raise not_found()
    return dict(row)

import json

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db
from addresses import address_of
from carriers import CARRIERS
from inputs import basket_from, choice_from, customer_from, id_from, object_from
from parcel import contracts_for, weigh
from problem import Problem, not_found

router = APIRouter()


@router.post("/orders")
async def place_order(request: Request):
    customer = customer_from(request)
    body = await object_from(request)
    address_id, lines = basket_from(body)
    name, service, cents = choice_from(body)
    to = await address_of(customer, address_id)
    price = await price_of(name, service, (to["country"], to["postcode"], await weigh(lines)))
    if price != cents:
        raise Problem(409, "the price is another", cents=price)
    order = await db.pool.fetchrow(
        """
        insert into orders (customer_id, address_id, carrier, service, cents, items)
        values ($1, $2, $3, $4, $5, $6) returning *""",
        customer,
        address_id,
        name,
        service,
        cents,
        json.dumps([{"productId": product_id, "quantity": quantity} for product_id, quantity in lines]),
    )
    return JSONResponse(to_order(order), 201)


async def price_of(name, service, question):
    carrier = next((one for one in CARRIERS if one.name == name), None)
    contracts = await contracts_for(question[0])
    if carrier is None or question[2] > contracts.get(name, 0):
        raise Problem(400, "that carrier does not deliver this")
    offers = await carrier.offers(question)
    if offers is None:
        raise Problem(503, "the carrier does not answer, try again")
    for offer in offers:
        if offer["service"] == service:
            return offer["cents"]
    raise Problem(400, "that carrier does not offer this service")


@router.get("/orders/{id}")
async def get_order(id: str, request: Request):
    customer = customer_from(request)
    order = await db.pool.fetchrow(
        "select * from orders where id = $1 and customer_id = $2", id_from(id), customer
    )
    if order is None:
        raise not_found()
    return JSONResponse(to_order(order))


def to_order(order):
    return {
        "id": order["id"],
        "customerId": order["customer_id"],
        "addressId": order["address_id"],
        "carrier": order["carrier"],
        "service": order["service"],
        "cents": order["cents"],
        "items": json.loads(order["items"]),
        "createdAt": db.iso(order["created_at"]),
    }

import json

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db

router = APIRouter()


@router.post("/orders", status_code=201)
async def place_order(request: Request):
    body = await request.json()
    order = await db.pool.fetchrow(
        """
        insert into orders (customer_id, address_id, carrier, service, cents, items)
        values ($1, $2, $3, $4, $5, $6) returning *""",
        int(request.headers["x-customer"]),
        body["addressId"],
        body["carrier"],
        body["service"],
        body["cents"],
        json.dumps(body["items"]),
    )
    return to_order(order)


@router.get("/orders/{id}")
async def get_order(id: str):
    order = await db.pool.fetchrow(f"select * from orders where id = {id}")
    return to_order(order) if order else JSONResponse({"title": "not found", "status": 404}, 404)


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

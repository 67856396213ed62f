from fastapi import APIRouter, Request

import db

router = APIRouter()


@router.get("/addresses")
async def list_addresses(request: Request):
    customer = request.headers.get("x-customer")
    rows = await db.pool.fetch(f"select * from addresses where customer_id = {customer} order by id")
    return {"items": [to_address(row) for row in rows]}


async def find_address(id):
    return await db.pool.fetchrow(f"select * from addresses where id = {id}")


def to_address(row):
    return {name: row[name] for name in ["id", "name", "street", "postcode", "city", "country"]}

import unicodedata

from fastapi import APIRouter, Request

import db
from body import read_object
from owner import owner_of
from problem import bad_request

router = APIRouter()


# An example of a route that is done.
@router.post("/accounts", status_code=201)
async def open_account(request: Request):
    owner = await owner_of(request)
    name = name_from((await read_object(request)).get("name"))
    account = await db.pool.fetchrow(
        "insert into accounts (owner_id, name) values ($1, $2) returning id, name, created_at", owner, name
    )
    return {
        "id": account["id"],
        "name": account["name"],
        "balance": 0,
        "createdAt": db.iso(account["created_at"]),
    }


def name_from(value):
    if isinstance(value, str) and 1 <= len(value) <= 100 and all(unicodedata.category(c) not in ("Cc", "Cs") for c in value):
        return value
    raise bad_request("name must be a text of 1 to 100 characters")


# GET /accounts/{id}
# GET /accounts/{id}/entries

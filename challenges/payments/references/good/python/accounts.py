import json
import unicodedata

from fastapi import APIRouter, Request

import db
from body import read_object
from inputs import path_id, query_number
from owner import owner_of
from problem import bad_request, not_found

router = APIRouter()

# Balance and entries by one statement, so that both are of the same moment.
STATEMENT = """
    select balance, (
      select coalesce(json_agg(json_build_object(
        'id', id, 'amount', amount, 'kind', kind, 'reference', reference,
        'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by id desc), '[]')
      from (
        select * from entries where account_id = accounts.id and id < $3 order by id desc limit $4
      ) as page
    ) as items
    from accounts where id = $1 and owner_id = $2"""


@router.post("/accounts", status_code=201)
async def open_account(request: Request):
    owner = await owner_of(request)
    name = name_from((await read_object(request)).get("name"))
    account = await db.pool.fetchrow(
        "insert into accounts (owner_id, name) values ($1, $2) returning id, name, balance, created_at", owner, name
    )
    return show(account)


def name_from(value):
    if (
        isinstance(value, str)
        and 1 <= len(value) <= 100
        and all(unicodedata.category(each) not in ("Cc", "Cs") for each in value)
    ):
        return value
    raise bad_request("name must be a text of 1 to 100 characters")


@router.get("/accounts/{id}")
async def get_account(request: Request, id: str):
    owner = await owner_of(request)
    account = await db.pool.fetchrow(
        "select id, name, balance, created_at from accounts where id = $1 and owner_id = $2", path_id(id), owner
    )
    if not account:
        raise not_found()
    return show(account)


@router.get("/accounts/{id}/entries")
async def get_entries(request: Request, id: str):
    owner = await owner_of(request)
    limit = min(query_number(request, "limit") or 20, 100)
    before = query_number(request, "before") or 2**53
    statement = await db.pool.fetchrow(STATEMENT, path_id(id), owner, before, limit)
    if not statement:
        raise not_found()
    return {"balance": statement["balance"], "items": json.loads(statement["items"])}


def show(account):
    return {
        "id": account["id"],
        "name": account["name"],
        "balance": account["balance"],
        "createdAt": db.iso(account["created_at"]),
    }

import json

from fastapi import APIRouter, Request

import db
from body import read_object
from inputs import account_from, amount_from, key_from
from ledger import move
from once import once
from owner import owner_of
from problem import bad_request, not_found

router = APIRouter()


@router.post("/transfers", status_code=201)
async def create_transfer(request: Request):
    owner = await owner_of(request)
    key = key_from(request)
    body = await read_object(request)
    source, target, amount = account_from(body, "from"), account_from(body, "to"), amount_from(body)
    if source == target:
        raise bad_request("from and to must be two accounts")

    async def transfer(connection, id):
        rows = await connection.fetch(
            "select id, owner_id from accounts where id = any($1::integer[])", [source, target]
        )
        owners = {row["id"]: row["owner_id"] for row in rows}
        if len(owners) < 2 or owners[source] != owner:
            raise not_found()
        await move(connection, source, target, amount, "transfer", id)
        await connection.execute(
            "insert into transfers (id, from_id, to_id, amount) values ($1, $2, $3, $4)", id, source, target, amount
        )

    id = await once(owner, key, json.dumps(["transfer", source, target, amount]), transfer)
    made = await db.pool.fetchrow("select * from transfers where id = $1", id)
    return {
        "id": id,
        "from": made["from_id"],
        "to": made["to_id"],
        "amount": made["amount"],
        "createdAt": db.iso(made["created_at"]),
    }

import asyncio
import logging
import os
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn

import catalogue
import categories
import db
import orders
import products
import search
import views
from card import write
from problem import Problem, not_found

LARGEST_BODY = 1_000_000


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return await live(receive, send)
    try:
        status, body = await answer(scope, receive)
    except Problem as problem:
        status, body = problem.status, write(problem.body)
    except Exception as error:
        logging.error("%s %s", scope.get("method"), scope["path"], exc_info=error)
        status, body = 500, b'{"error":"internal error"}'
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers if body else []})
    await send({"type": "http.response.body", "body": body})


async def answer(scope, receive):
    """Status and body. A web framework would take more time for most of these than all the rest does."""
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    match scope["method"], *scope["path"].split("/")[1:]:
        case "GET", "health":
            return 200, b'{"status":"ok"}'
        case "GET", "products":
            return 200, await products.list_products(query)
        case "GET", "products", id:
            return 200, await products.get_product(id)
        case "GET", "products", id, "reviews":
            return 200, await products.list_reviews(id, query)
        case "POST", "products", id, "views":
            await products.view_product(id)
            return 204, b""
        case "PUT", "products", id, "price":
            return 200, await products.set_price(id, await body_of(receive))
        case "GET", "search":
            return 200, await search.search(query)
        case "GET", "categories", id, "top":
            return 200, await categories.get_top(id)
        case "POST", "orders":
            return 201, await orders.place_order(await body_of(receive))
        case "GET", "orders", id:
            return 200, await orders.get_order(id)
        case "GET", "orders":
            return 200, await orders.list_orders(query)
    raise not_found()


async def body_of(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Problem(413, "the body is too large")
        if not message.get("more_body"):
            return body


async def live(receive, send):
    """Makes ready before anything is asked, and writes what is still counted when all is over."""
    await receive()
    await db.open_pool()
    # Everything in schema.sql must be safe to run again: it runs at every start.
    await db.pool.execute(Path(__file__).with_name("schema.sql").read_text())
    await catalogue.open_catalogue()
    writing = asyncio.create_task(views.keep_writing())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    writing.cancel()
    await views.flush()
    await db.pool.close()
    await send({"type": "lifespan.shutdown.complete"})


uvicorn.run(
    app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False, lifespan="on"
)

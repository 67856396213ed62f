import logging
import os
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException

import accounts
import charges
import db
import transfers
import webhooks
from problem import Problem, not_found


@asynccontextmanager
async def lifespan(app):
    await db.open_pool()
    # Everything in schema.sql must be safe to run again: it runs at every start. asyncpg wants at least one statement.
    await db.pool.execute("select 1;" + Path(__file__).with_name("schema.sql").read_text())
    yield
    await db.pool.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.exception_handler(Problem)
async def refused(request, problem):
    return problem.answer()


@app.exception_handler(HTTPException)
async def unknown(request, error):
    if error.status_code == 404:
        return not_found().answer()
    return Problem(error.status_code, "bad-request", "The request is not as it must be").answer()


@app.exception_handler(Exception)
async def failed(request, error):
    logging.error("%s %s", request.method, request.url.path, exc_info=error)
    return Problem(500, "internal", "Something went wrong here").answer()


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(accounts.router)
app.include_router(charges.router)
app.include_router(transfers.router)
app.include_router(webhooks.router)

uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False)

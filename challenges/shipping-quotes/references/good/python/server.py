import logging
import os
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException

import addresses
import carriers
import db
import orders
import quotes
from problem import Problem, answer


@asynccontextmanager
async def lifespan(app):
    await db.open_pool()
    # Everything in schema.sql must be safe to run again: it runs at every start.
    await db.pool.execute(Path(__file__).with_name("schema.sql").read_text())
    yield
    await db.pool.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.exception_handler(Problem)
async def refused(request, problem):
    return answer(problem)


@app.exception_handler(HTTPException)
async def unknown(request, error):
    return answer(Problem(error.status_code, "not found" if error.status_code == 404 else "bad request"))


@app.exception_handler(Exception)
async def failed(request, error):
    logging.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer(Problem(500, "internal error"))


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(addresses.router)
app.include_router(carriers.router)
app.include_router(quotes.router)
app.include_router(orders.router)

uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False)

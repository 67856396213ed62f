import logging
import os
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

import categories
import db
import orders
import products
import search
from problem import Problem


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
    return JSONResponse(problem.body, problem.status)


@app.exception_handler(HTTPException)
async def unknown(request, error):
    return JSONResponse({"error": "not found" if error.status_code == 404 else "bad request"}, error.status_code)


@app.exception_handler(Exception)
async def failed(request, error):
    logging.error("%s %s", request.method, request.url.path, exc_info=error)
    return JSONResponse({"error": "internal error"}, 500)


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(products.router)
app.include_router(search.router)
app.include_router(categories.router)
app.include_router(orders.router)

uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False)

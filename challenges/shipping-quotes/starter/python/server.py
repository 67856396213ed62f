import os
import traceback
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

import addresses
import carriers
import db
import orders
import quotes


@asynccontextmanager
async def lifespan(app):
    await db.open_pool()
    # Everything in schema.sql must be safe to run again: it runs at every start. asyncpg wants at least one statement.
    await db.pool.execute("select 1;" + Path(__file__).with_name("schema.sql").read_text())
    yield


app = FastAPI(lifespan=lifespan)


@app.exception_handler(Exception)
async def failed(request, error):
    return JSONResponse({"title": str(error), "status": 500, "detail": traceback.format_exc()}, 500)


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(addresses.router)
app.include_router(carriers.router)
app.include_router(quotes.router)
app.include_router(orders.router)

uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False)

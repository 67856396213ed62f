import os
import traceback
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

import categories
import orders
import products
import search
from db import connect


@asynccontextmanager
async def lifespan(app):
    # Everything in schema.sql must be safe to run again: it runs at every start. asyncpg wants at least one statement.
    db = await connect()
    await db.execute("select 1;" + Path(__file__).with_name("schema.sql").read_text())
    await db.close()
    yield


app = FastAPI(lifespan=lifespan)


@app.exception_handler(Exception)
async def failed(request, error):
    return JSONResponse({"error": str(error), "detail": traceback.format_exc()}, 500)


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(products.router)
app.include_router(search.router)
app.include_router(categories.router)
app.include_router(orders.router)

uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), log_level="warning", access_log=False)

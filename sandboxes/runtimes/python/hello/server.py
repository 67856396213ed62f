# The smallest service of this runtime: proves that its image, its libraries and a pod work.
import asyncpg
import flask
import gunicorn
import psycopg
import psycopg_pool
import pytest
import redis
import uvicorn
from fastapi import FastAPI

app = FastAPI()
libraries = [asyncpg, flask, gunicorn, psycopg, psycopg_pool, pytest, redis]


@app.get("/health")
async def health():
    return {"ok": len(libraries) == 7 and psycopg.pq.__impl__ == "c"}


uvicorn.run(app, host="127.0.0.1", port=8080, loop="uvloop", http="httptools")

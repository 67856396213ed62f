from fastapi import FastAPI
import uvicorn

app = FastAPI()


@app.get("/health")
async def health():
    return {"ok": True}


@app.get("/hello")
async def hello(name: str = "world"):
    return {"hello": name}


print("The greeter is listening on port 8080")
uvicorn.run(app, host="0.0.0.0", port=8080, log_level="warning")

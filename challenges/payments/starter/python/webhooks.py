from fastapi import APIRouter

router = APIRouter()

# POST /webhooks/provider

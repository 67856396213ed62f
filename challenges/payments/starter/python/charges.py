from fastapi import APIRouter

router = APIRouter()

# POST /charges
# GET /charges/{id}
# POST /charges/{id}/refunds

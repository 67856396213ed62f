from fastapi import APIRouter

router = APIRouter()

# POST /transfers

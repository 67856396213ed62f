package main

// POST /charges
// GET /charges/{id}
// POST /charges/{id}/refunds

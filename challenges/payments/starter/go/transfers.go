package main

// POST /transfers

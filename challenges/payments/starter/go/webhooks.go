package main

// POST /webhooks/provider

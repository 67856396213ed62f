package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"runtime/debug"

	"github.com/jackc/pgx/v4/pgxpool"
)

//go:embed schema.sql
var schema string

var pool *pgxpool.Pool

func send(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(text)
	return err
}

func notFound(w http.ResponseWriter) error {
	return send(w, 404, map[string]any{"title": "not found", "status": 404})
}

func handle(work func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := work(w, r); err != nil {
			log.Print(err)
			send(w, 500, map[string]any{"title": err.Error(), "status": 500, "detail": string(debug.Stack())})
		}
	}
}

func main() {
	ctx := context.Background()
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		url = "postgres://app@127.0.0.1:5432/app"
	}
	var err error
	if pool, err = pgxpool.Connect(ctx, url); err != nil {
		log.Fatal(err)
	}
	// Everything in schema.sql must be safe to run again: it runs at every start.
	if _, err := pool.Exec(ctx, schema); err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("GET /health", handle(func(w http.ResponseWriter, _ *http.Request) error {
		return send(w, 200, map[string]any{"status": "ok"})
	}))
	http.HandleFunc("GET /addresses", handle(getAddresses))
	http.HandleFunc("GET /carriers", handle(getCarriers))
	http.HandleFunc("POST /quotes", handle(getQuotes))
	http.HandleFunc("POST /orders", handle(placeOrder))
	http.HandleFunc("GET /orders/{id}", handle(getOrder))

	log.Println("Shipping quotes are given on port 8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

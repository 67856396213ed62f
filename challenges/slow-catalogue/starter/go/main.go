package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"log"
	"net/http"
	"runtime/debug"
)

//go:embed schema.sql
var schema string

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
	return send(w, 404, map[string]any{"error": "not found"})
}

func handle(work func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := work(w, r); err != nil {
			log.Print(err)
			send(w, 500, map[string]any{"error": err.Error(), "detail": string(debug.Stack())})
		}
	}
}

func main() {
	// Everything in schema.sql must be safe to run again: it runs at every start.
	ctx := context.Background()
	db, err := connect(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec(ctx, schema); err != nil {
		log.Fatal(err)
	}
	db.Close(ctx)

	http.HandleFunc("GET /health", handle(func(w http.ResponseWriter, _ *http.Request) error {
		return send(w, 200, map[string]any{"status": "ok"})
	}))
	http.HandleFunc("GET /products", handle(getProducts))
	http.HandleFunc("GET /products/{id}", handle(getProduct))
	http.HandleFunc("GET /products/{id}/reviews", handle(getReviews))
	http.HandleFunc("POST /products/{id}/views", handle(countView))
	http.HandleFunc("PUT /products/{id}/price", handle(setPrice))
	http.HandleFunc("GET /search", handle(getSearch))
	http.HandleFunc("GET /categories/{id}/top", handle(getTop))
	http.HandleFunc("POST /orders", handle(placeOrder))
	http.HandleFunc("GET /orders/{id}", handle(getOrder))
	http.HandleFunc("GET /orders", handle(getOrders))

	log.Println("The catalogue is listening on port 8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

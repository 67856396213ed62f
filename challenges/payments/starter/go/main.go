package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
)

//go:embed schema.sql
var schema string

const maxBodyBytes = 1_000_000

// readBody reads the request's JSON into `into`, and returns it as it came: signatures are made over that.
func readBody(w http.ResponseWriter, r *http.Request, into any) ([]byte, error) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		return nil, problem{"bad-request", "The body is too large", 413}
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, badRequest("The body is not as it must be")
	}
	return text, nil
}

func send(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, err = w.Write(text)
	return err
}

func handle(work func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := work(w, r)
		if err == nil {
			return
		}
		var refused problem
		if !errors.As(err, &refused) {
			log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
			refused = problem{"internal", "Something went wrong here", 500}
		}
		w.Header().Set("Content-Type", "application/problem+json")
		send(w, refused.Status, refused)
	}
}

func main() {
	ctx := context.Background()
	if err := openPool(ctx); err != nil {
		log.Fatal(err)
	}
	// Everything in schema.sql must be safe to run again: it runs at every start.
	if _, err := pool.Exec(ctx, schema); err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("GET /health", handle(func(w http.ResponseWriter, _ *http.Request) error {
		return send(w, 200, map[string]any{"status": "ok"})
	}))
	http.HandleFunc("POST /accounts", handle(openAccount))
	http.HandleFunc("/", handle(func(http.ResponseWriter, *http.Request) error { return notFound }))

	log.Println("Payments are listening on port 8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

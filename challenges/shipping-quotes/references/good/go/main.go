package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

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

func handle(work func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := work(w, r)
		if err == nil {
			return
		}
		refused := problem{status: 500, title: "internal error"}
		if !errors.As(err, &refused) {
			log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
		}
		refused.send(w)
	}
}

func openPool(ctx context.Context) (err error) {
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		url = "postgres://app@127.0.0.1:5432/app"
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.MaxConns = 10
	pool, err = pgxpool.ConnectConfig(ctx, config)
	return err
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
	http.HandleFunc("GET /addresses", handle(getAddresses))
	http.HandleFunc("GET /carriers", handle(getCarriers))
	http.HandleFunc("POST /quotes", handle(getQuotes))
	http.HandleFunc("POST /orders", handle(placeOrder))
	http.HandleFunc("GET /orders/{id}", handle(getOrder))
	http.HandleFunc("/", handle(func(http.ResponseWriter, *http.Request) error { return notFound }))

	server := &http.Server{Addr: ":8080"}
	finished := make(chan struct{})
	go func() {
		ended := make(chan os.Signal, 1)
		signal.Notify(ended, syscall.SIGTERM)
		<-ended
		last, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		server.Shutdown(last)
		close(finished)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-finished
}

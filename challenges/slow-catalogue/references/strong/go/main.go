package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

//go:embed schema.sql
var schema string

func send(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return sendText(w, status, text)
}

func sendText(w http.ResponseWriter, status int, text []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err := w.Write(text)
	return err
}

func handle(work func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := work(w, r)
		if err == nil {
			return
		}
		var refused problem
		if errors.As(err, &refused) {
			send(w, refused.status, refused.body())
			return
		}
		log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
		send(w, 500, map[string]any{"error": "internal error"})
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
	if err := openCatalogue(ctx); err != nil {
		log.Fatal(err)
	}
	go waitingViews.keepWriting()

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
	http.HandleFunc("/", handle(func(http.ResponseWriter, *http.Request) error { return notFound }))

	log.Println("The catalogue is listening on port 8080")
	serve(ctx)
}

// serve answers until it is asked to end, and writes what is still counted then.
func serve(ctx context.Context) {
	asked, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	server := http.Server{Addr: ":8080"}
	go func() {
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	<-asked.Done()
	patience, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		log.Print(err)
	}
	waitingViews.flush()
}

package main

import (
	"encoding/json"
	"log"
	"net/http"
)

func send(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}

func main() {
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		send(w, map[string]any{"ok": true})
	})
	http.HandleFunc("GET /hello", func(w http.ResponseWriter, r *http.Request) {
		send(w, map[string]any{"hello": "world"})
	})
	log.Println("The greeter is listening on port 8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

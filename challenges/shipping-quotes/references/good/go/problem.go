package main

import (
	"encoding/json"
	"net/http"
)

// problem is what the client may know of an error; any other error stays in the log.
type problem struct {
	status int
	title  string
	cents  int
}

var notFound = problem{status: 404, title: "not found"}

func (p problem) Error() string {
	return p.title
}

func (p problem) send(w http.ResponseWriter) {
	body := map[string]any{"title": p.title, "status": p.status}
	if p.cents != 0 {
		body["cents"] = p.cents
	}
	text, _ := json.Marshal(body)
	w.Header().Set("Content-Type", "application/problem+json")
	if p.status == 503 {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(p.status)
	w.Write(text)
}

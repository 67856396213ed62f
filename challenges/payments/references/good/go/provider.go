package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"time"
)

// We owe an answer within five seconds; what is left belongs to the database.
const patience = 3 * time.Second

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

type decision struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// ask asks the provider for a payment or a refund. The same key is the same request, however often it is asked. The second
// result says whether the provider told what became of it.
func ask(ctx context.Context, path, key string, body any) (decision, bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	text, err := json.Marshal(body)
	if err != nil {
		return decision{}, false
	}
	request, err := http.NewRequestWithContext(ctx, "POST", os.Getenv("PROVIDER_URL")+path, bytes.NewReader(text))
	if err != nil {
		return decision{}, false
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", key)
	answer, err := client.Do(request)
	if err != nil {
		return decision{}, false
	}
	defer answer.Body.Close()
	return decisionIn(answer)
}

func decisionIn(answer *http.Response) (d decision, told bool) {
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBodyBytes))
	if err != nil || answer.StatusCode >= 300 || json.Unmarshal(text, &d) != nil {
		return d, false
	}
	isStatus := d.Status == "processing" || d.Status == "succeeded" || d.Status == "declined"
	return d, isStatus && d.ID != ""
}

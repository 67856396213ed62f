package main

import (
	"io"
	"net/http"
	"testing"
)

func TestItIsWell(t *testing.T) {
	answer, err := http.Get("http://127.0.0.1:8080/health")
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(answer.Body); string(body) != `{"ok":true}` {
		t.Fatalf("got %s", body)
	}
}

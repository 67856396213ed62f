package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
)

type event struct {
	Type string
	Data struct{ ID, Reference string }
}

func takeEvent(w http.ResponseWriter, r *http.Request) error {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		return badRequest("The body is too large")
	}
	if !hmac.Equal([]byte(r.Header.Get("Provider-Signature")), []byte(signatureOf(text))) {
		return problem{"unauthorized", "The event is not signed by the provider", 401}
	}
	var e event
	if json.Unmarshal(text, &e) != nil {
		return badRequest("The body is not an event")
	}
	if err := e.take(r.Context()); err != nil {
		return err
	}
	w.WriteHeader(204)
	return nil
}

func signatureOf(text []byte) string {
	mac := hmac.New(sha256.New, []byte(os.Getenv("PROVIDER_SECRET")))
	mac.Write(text)
	return hex.EncodeToString(mac.Sum(nil))
}

// take heeds only what is decided, so events may come twice, late and in any order.
func (e event) take(ctx context.Context) error {
	if !textForm.MatchString(e.Data.Reference) {
		return nil
	}
	switch e.Type {
	case "payment.succeeded":
		return settleCharge(ctx, e.Data.Reference, e.Data.ID, "succeeded")
	case "payment.declined":
		return settleCharge(ctx, e.Data.Reference, e.Data.ID, "declined")
	case "refund.succeeded":
		return settleRefund(ctx, e.Data.Reference)
	}
	return nil
}

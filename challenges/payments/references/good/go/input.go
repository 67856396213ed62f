package main

import (
	"net/http"
	"regexp"
	"strconv"
)

const maxAmount = 10_000_000

var (
	cardForm = regexp.MustCompile(`^card_[a-z0-9_]{1,60}$`)
	keyForm  = regexp.MustCompile(`^[\x21-\x7e]{1,100}$`)
	textForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

// pathAccount is the account's id in a path.
func pathAccount(r *http.Request) (int32, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 32)
	if err != nil || id < 1 {
		return 0, notFound
	}
	return int32(id), nil
}

// pathCharge is the charge's id in a path.
func pathCharge(r *http.Request) (string, error) {
	id := r.PathValue("id")
	if !textForm.MatchString(id) {
		return "", notFound
	}
	return id, nil
}

func keyFrom(r *http.Request) (string, error) {
	key := r.Header.Get("Idempotency-Key")
	if !keyForm.MatchString(key) {
		return "", badRequest("The header Idempotency-Key must hold 1 to 100 characters")
	}
	return key, nil
}

// queryNumber is a whole number from 1 in the query, or usual where there is none.
func queryNumber(r *http.Request, name string, usual int64) (int64, error) {
	values := r.URL.Query()[name]
	if len(values) == 0 {
		return usual, nil
	}
	number, err := strconv.ParseInt(values[0], 10, 64)
	if err != nil || len(values) > 1 || number < 1 {
		return 0, badRequest(name + " must be a whole number from 1")
	}
	return number, nil
}

func checkAmount(amount int64) error {
	if amount < 1 || amount > maxAmount {
		return badRequest("amount must be a whole number from 1 to 10000000")
	}
	return nil
}

func checkAccount(id int32, name string) error {
	if id < 1 {
		return badRequest(name + " must be the number of an account")
	}
	return nil
}

package main

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

type account struct {
	ID        int32  `json:"id"`
	Name      string `json:"name"`
	Balance   int64  `json:"balance"`
	CreatedAt stamp  `json:"createdAt"`
}

// An example of a route that is done.
func openAccount(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	var body struct{ Name *string }
	if _, err := readBody(w, r, &body); err != nil {
		return err
	}
	if body.Name == nil || !isName(*body.Name) {
		return badRequest("name must be a text of 1 to 100 characters")
	}
	var a account
	err = pool.QueryRow(r.Context(),
		"insert into accounts (owner_id, name) values ($1, $2) returning id, name, created_at", owner, *body.Name,
	).Scan(&a.ID, &a.Name, &a.CreatedAt.Time)
	if err != nil {
		return err
	}
	return send(w, 201, a)
}

func isName(name string) bool {
	length := utf8.RuneCountInString(name)
	return length >= 1 && length <= 100 && !strings.ContainsFunc(name, unicode.IsControl)
}

// GET /accounts/{id}
// GET /accounts/{id}/entries

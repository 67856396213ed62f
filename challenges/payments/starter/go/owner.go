package main

import (
	"errors"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v4"
)

var unauthorized = problem{"unauthorized", "The request needs the token of an owner", 401}

// ownerOf is the id of the owner whose token the request carries.
func ownerOf(r *http.Request) (id int32, err error) {
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		return 0, unauthorized
	}
	err = pool.QueryRow(r.Context(), "select id from owners where token = $1", token).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, unauthorized
	}
	return id, err
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v4"
)

type account struct {
	ID        int32  `json:"id"`
	Name      string `json:"name"`
	Balance   int64  `json:"balance"`
	CreatedAt stamp  `json:"createdAt"`
}

type statement struct {
	Balance int64           `json:"balance"`
	Items   json.RawMessage `json:"items"`
}

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
	a, err := queryAccount(r.Context(),
		"insert into accounts (owner_id, name) values ($1, $2) returning id, name, balance, created_at", owner, *body.Name)
	if err != nil {
		return err
	}
	return send(w, 201, a)
}

func isName(name string) bool {
	length := utf8.RuneCountInString(name)
	return length >= 1 && length <= 100 && !strings.ContainsFunc(name, unicode.IsControl)
}

func getAccount(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	id, err := pathAccount(r)
	if err != nil {
		return err
	}
	a, err := queryAccount(r.Context(),
		"select id, name, balance, created_at from accounts where id = $1 and owner_id = $2", id, owner)
	if err != nil {
		return err
	}
	return send(w, 200, a)
}

func queryAccount(ctx context.Context, query string, args ...any) (a account, err error) {
	err = pool.QueryRow(ctx, query, args...).Scan(&a.ID, &a.Name, &a.Balance, &a.CreatedAt.Time)
	return a, orNotFound(err)
}

func orNotFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound
	}
	return err
}

func getEntries(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	id, err := pathAccount(r)
	if err != nil {
		return err
	}
	limit, err := queryNumber(r, "limit", 20)
	if err != nil {
		return err
	}
	before, err := queryNumber(r, "before", math.MaxInt64)
	if err != nil {
		return err
	}
	s, err := statementOf(r.Context(), id, owner, min(limit, 100), before)
	if err != nil {
		return err
	}
	return send(w, 200, s)
}

// statementOf reads balance and entries by one statement, so that both are of the same moment.
func statementOf(ctx context.Context, id, owner int32, limit, before int64) (s statement, err error) {
	err = pool.QueryRow(ctx, `
		select balance, (
			select coalesce(json_agg(json_build_object(
				'id', id, 'amount', amount, 'kind', kind, 'reference', reference,
				'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by id desc), '[]')
			from (
				select * from entries where account_id = accounts.id and id < $3 order by id desc limit $4
			) as page
		)::text as items
		from accounts where id = $1 and owner_id = $2`, id, owner, before, limit).Scan(&s.Balance, &s.Items)
	return s, orNotFound(err)
}

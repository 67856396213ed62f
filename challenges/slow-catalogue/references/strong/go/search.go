package main

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v4"
)

var wildcards = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

const mostFound = 50

// Names stay as they are while the service runs, so what a text finds does too; prices are read anew.
var found = newBounded[string, []int32](5000)

func getSearch(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	q := query.Get("q")
	length := utf8.RuneCountInString(q)
	if length < 3 || length > 100 || !utf8.ValidString(q) || strings.Contains(q, "\x00") {
		return problem{status: 400, message: "q must have 3 to 100 characters"}
	}
	limit, err := limitFrom(query, 20, mostFound)
	if err != nil {
		return err
	}
	ids, err := idsFor(r.Context(), q)
	if err != nil {
		return err
	}
	rows, err := list(r.Context(), scanPriced,
		"select id, price from products where id = any($1::integer[]) order by id desc", ids[:min(int(limit), len(ids))])
	if err != nil {
		return err
	}
	return sendText(w, 200, append(itemsOf(rows), '}'))
}

func idsFor(ctx context.Context, q string) ([]int32, error) {
	if known, ok := found.get(q); ok {
		return known, nil
	}
	// Adding 0 keeps the planner from walking the whole table by id for words that are rare.
	ids, err := list(ctx, scanID,
		"select id from products where name ilike $1 order by id + 0 desc limit $2", "%"+wildcards.Replace(q)+"%", mostFound)
	if err == nil {
		found.set(q, ids)
	}
	return ids, err
}

func scanID(row pgx.Row, id *int32) error {
	return row.Scan(id)
}

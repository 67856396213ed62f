package main

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

var wildcards = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func getSearch(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	q := query.Get("q")
	length := utf8.RuneCountInString(q)
	if length < 3 || length > 100 || !utf8.ValidString(q) || strings.Contains(q, "\x00") {
		return problem{status: 400, message: "q must have 3 to 100 characters"}
	}
	limit, err := limitFrom(query, 20, 50)
	if err != nil {
		return err
	}
	ids, err := list(r.Context(), scanID,
		"select id from products where name ilike $1 order by id desc limit $2", "%"+wildcards.Replace(q)+"%", limit)
	if err != nil {
		return err
	}
	items, err := cardsOf(r.Context(), ids)
	if err != nil {
		return err
	}
	return send(w, 200, map[string]any{"items": items})
}

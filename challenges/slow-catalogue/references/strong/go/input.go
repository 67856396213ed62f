package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

var digits = regexp.MustCompile(`^[0-9]{1,10}$`)

// idFrom reads a positive whole number that fits PostgreSQL's integer.
func idFrom(text, name string) (int32, error) {
	id, err := strconv.ParseInt(text, 10, 32)
	if err != nil || id < 1 || !digits.MatchString(text) {
		return 0, problem{status: 400, message: name + " must be a positive whole number"}
	}
	return int32(id), nil
}

// optionalID reads an id of the query; nil when there is none.
func optionalID(query url.Values, name string) (*int32, error) {
	if !query.Has(name) {
		return nil, nil
	}
	id, err := idFrom(query.Get(name), name)
	return &id, err
}

func limitFrom(query url.Values, usual, most int32) (int32, error) {
	limit, err := optionalID(query, "limit")
	if err != nil || limit == nil {
		return usual, err
	}
	return min(*limit, most), nil
}

// decode reads the JSON object that a request carries.
func decode(w http.ResponseWriter, r *http.Request, into any) error {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into); err != nil {
		return problem{status: 400, message: "the body is not what it must be"}
	}
	return nil
}

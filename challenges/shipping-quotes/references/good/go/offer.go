package main

import "errors"

// question is what we ask a carrier.
type question struct {
	country  string
	postcode string
	grams    int
}

type days struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// offer is what a carrier answers, in our words.
type offer struct {
	Carrier string `json:"carrier"`
	Service string `json:"service"`
	Cents   int    `json:"cents"`
	Days    days   `json:"days"`
}

const mostCents = 10_000_000

// sensible refuses an answer of which one offer makes no sense.
func sensible(offers []offer) ([]offer, error) {
	for _, o := range offers {
		if o.Service == "" || o.Cents < 1 || o.Cents > mostCents || o.Days.Min < 1 || o.Days.Max < o.Days.Min {
			return nil, errors.New("an offer that makes no sense")
		}
	}
	return offers, nil
}

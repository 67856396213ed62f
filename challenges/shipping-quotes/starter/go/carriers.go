package main

import (
	"net/http"
	"os"
)

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

type carrier struct {
	name string
	ask  func(question) ([]offer, error)
	url  string
	key  string
}

var carriers = []carrier{
	{"kestrel", askKestrel, os.Getenv("KESTREL_URL"), os.Getenv("KESTREL_KEY")},
	{"postline", askPostline, os.Getenv("POSTLINE_URL"), os.Getenv("POSTLINE_SECRET")},
	{"overland", askOverland, os.Getenv("OVERLAND_URL"), os.Getenv("OVERLAND_TOKEN")},
}

func getCarriers(w http.ResponseWriter, _ *http.Request) error {
	items := []map[string]any{}
	for _, c := range carriers {
		items = append(items, map[string]any{"carrier": c.name, "state": "up", "url": c.url, "key": c.key})
	}
	return send(w, 200, map[string]any{"items": items})
}

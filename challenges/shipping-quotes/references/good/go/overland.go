package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
)

const mostPages = 10

// page is one of several that hold the prices for a question.
type page struct {
	Prices []struct {
		ID     string
		Cents  int
		Window string
	}
	Pages int
}

// askOverland learns from the first page how many there are, and asks for the others at once.
func askOverland(ctx context.Context, q question, b *breaker) ([]offer, error) {
	first, err := askPage(ctx, q, 1)
	if err != nil {
		return nil, err
	}
	if b.leavesAlone() {
		return nil, limited{0}
	}
	pages := make([]page, first.Pages)
	pages[0] = first
	errs := make(chan error, first.Pages)
	for n := 1; n < first.Pages; n++ {
		go func() {
			var err error
			pages[n], err = askPage(ctx, q, n+1)
			errs <- err
		}()
	}
	for n := 1; n < first.Pages; n++ {
		if err := <-errs; err != nil {
			return nil, err
		}
	}
	offers := []offer{}
	for _, p := range pages {
		for _, price := range p.Prices {
			var window days
			if _, err := fmt.Sscanf(price.Window, "%d-%d", &window.Min, &window.Max); err != nil {
				return nil, err
			}
			offers = append(offers, offer{"overland", price.ID, price.Cents, window})
		}
	}
	return sensible(offers)
}

func askPage(ctx context.Context, q question, number int) (p page, err error) {
	query := url.Values{
		"dest":  {q.country + "-" + q.postcode},
		"grams": {strconv.Itoa(q.grams)},
		"page":  {strconv.Itoa(number)},
		"token": {os.Getenv("OVERLAND_TOKEN")},
	}
	if err := call(ctx, "GET", os.Getenv("OVERLAND_URL")+"/prices?"+query.Encode(), nil, nil, &p); err != nil {
		return p, err
	}
	if p.Pages < 1 || p.Pages > mostPages || p.Prices == nil {
		return p, errors.New("no page")
	}
	return p, nil
}

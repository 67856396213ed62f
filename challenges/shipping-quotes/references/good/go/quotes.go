package main

import (
	"cmp"
	"net/http"
	"slices"
	"sync"
)

func getQuotes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	customer, err := customerFrom(r)
	if err != nil {
		return err
	}
	wanted, err := basketFrom(w, r)
	if err != nil {
		return err
	}
	to, err := addressOf(ctx, customer, wanted.AddressID)
	if err != nil {
		return err
	}
	grams, err := weigh(ctx, wanted.Items)
	if err != nil {
		return err
	}
	contracts, err := contractsFor(ctx, to.Country)
	if err != nil {
		return err
	}
	quotes, states := askAll(question{to.Country, to.Postcode, grams}, contracts)
	complete := true
	for _, state := range states {
		complete = complete && state != "unavailable"
	}
	return send(w, 200, map[string]any{
		"customerId": customer, "to": to, "grams": grams, "complete": complete, "quotes": quotes, "carriers": states,
	})
}

func askAll(q question, contracts map[string]int) ([]offer, map[string]string) {
	var all sync.WaitGroup
	var lock sync.Mutex
	quotes := []offer{}
	states := map[string]string{}
	for _, c := range carriers {
		if q.grams > contracts[c.name] {
			lock.Lock()
			states[c.name] = "none"
			lock.Unlock()
			continue
		}
		all.Add(1)
		go func() {
			defer all.Done()
			offers, ok := c.offers(q)
			lock.Lock()
			defer lock.Unlock()
			states[c.name] = "unavailable"
			if ok {
				states[c.name] = "ok"
				quotes = append(quotes, offers...)
			}
		}()
	}
	all.Wait()
	slices.SortFunc(quotes, func(a, b offer) int {
		return cmp.Or(cmp.Compare(a.Cents, b.Cents), cmp.Compare(a.Carrier, b.Carrier), cmp.Compare(a.Service, b.Service))
	})
	return quotes, states
}

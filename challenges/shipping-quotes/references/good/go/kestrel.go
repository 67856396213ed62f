package main

import (
	"context"
	"errors"
	"os"
)

func askKestrel(ctx context.Context, q question, _ *breaker) ([]offer, error) {
	var answer struct {
		Rates *[]struct {
			Product string
			Total   struct {
				MinorUnits int
				Currency   string
			}
			TransitDays int
			Bookable    bool
		}
	}
	body := map[string]any{
		"to":     map[string]any{"countryCode": q.country, "zip": q.postcode},
		"parcel": map[string]any{"weightGrams": q.grams},
	}
	headers := map[string]string{"x-api-key": os.Getenv("KESTREL_KEY")}
	if err := call(ctx, "POST", os.Getenv("KESTREL_URL")+"/v2/rates", headers, body, &answer); err != nil {
		return nil, err
	}
	if answer.Rates == nil {
		return nil, errors.New("no rates")
	}
	offers := []offer{}
	for _, rate := range *answer.Rates {
		if rate.Bookable && rate.Total.Currency == "EUR" {
			offers = append(offers, offer{"kestrel", rate.Product, rate.Total.MinorUnits, days{rate.TransitDays, rate.TransitDays}})
		}
	}
	return sensible(offers)
}

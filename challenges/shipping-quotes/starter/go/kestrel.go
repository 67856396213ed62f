package main

import "os"

func askKestrel(q question) ([]offer, error) {
	var answer struct {
		Rates []struct {
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
	call("POST", os.Getenv("KESTREL_URL")+"/v2/rates", headers, body, &answer)
	offers := []offer{}
	for _, rate := range answer.Rates {
		if rate.Bookable {
			offers = append(offers, offer{"kestrel", rate.Product, rate.Total.MinorUnits, days{rate.TransitDays, rate.TransitDays}})
		}
	}
	return offers, nil
}

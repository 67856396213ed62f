package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
)

// call asks a carrier. Carriers have bad minutes: we just ask again until it works.
func call(method, url string, headers map[string]string, body, into any) {
	for {
		err := callOnce(method, url, headers, body, into)
		if err == nil {
			return
		}
		log.Println("asking again", err)
	}
}

func callOnce(method, url string, headers map[string]string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, url, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%d from %s: %s", response.StatusCode, url, answer)
	}
	return json.Unmarshal(answer, into)
}

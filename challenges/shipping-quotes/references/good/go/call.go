package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const longestAnswer = 100_000

var errUnauthorized = errors.New("status 401")

// limited says that the carrier wants to be left alone for so long.
type limited struct{ pause time.Duration }

func (l limited) Error() string {
	return "limited"
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}}

// call asks a carrier and reads its JSON.
func call(ctx context.Context, method, url string, headers map[string]string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err != nil {
		return err
	}
	switch {
	case response.StatusCode == 429:
		return limited{pauseOf(response.Header.Get("Retry-After"))}
	case response.StatusCode == 401:
		return errUnauthorized
	case response.StatusCode >= 300:
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return json.Unmarshal(answer, into)
}

func pauseOf(retryAfter string) time.Duration {
	seconds, err := strconv.Atoi(retryAfter)
	if err != nil || seconds < 1 {
		return time.Second
	}
	return time.Duration(min(seconds, 60)) * time.Second
}

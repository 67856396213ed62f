package main

import (
	"context"
	"os"
	"time"

	"github.com/jackc/pgx/v4/pgxpool"
)

var pool *pgxpool.Pool

func openPool(ctx context.Context) (err error) {
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		url = "postgres://app@127.0.0.1:5432/app"
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	config.MaxConns = 10
	pool, err = pgxpool.ConnectConfig(ctx, config)
	return err
}

// stamp is a time as the API writes it.
type stamp struct{ time.Time }

func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

package main

import (
	"context"
	"os"
	"time"

	"github.com/jackc/pgx/v4"
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
	// More connections than this only take turns on half a core.
	config.MaxConns = 6
	pool, err = pgxpool.ConnectConfig(ctx, config)
	return err
}

// list runs a query and hands every row to scan. It never returns nil without an error: lists are written as [].
func list[T any](ctx context.Context, scan func(pgx.Row, *T) error, query string, args ...any) ([]T, error) {
	rows, err := pool.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := []T{}
	for rows.Next() {
		var item T
		if err := scan(rows, &item); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

// stamp is a time as the API writes it.
type stamp struct{ time.Time }

func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

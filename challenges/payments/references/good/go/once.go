package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/jackc/pgx/v4"
)

func newID() string {
	bytes := make([]byte, 16)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

// once does work once for an owner's key, in one transaction with the key itself: what fails leaves the key free. A second
// request with the key waits until the first one's transaction is over. It returns the id of what the key made, now or earlier.
func once(ctx context.Context, owner int32, key, wanted string, work func(tx pgx.Tx, id string) error) (string, error) {
	id := newID()
	err := pool.BeginFunc(ctx, func(tx pgx.Tx) error {
		claimed, err := tx.Exec(ctx, `
			insert into requests (owner_id, key, wanted, made) values ($1, $2, $3, $4) on conflict do nothing`,
			owner, key, wanted, id)
		if err != nil {
			return err
		}
		if claimed.RowsAffected() == 1 {
			return work(tx, id)
		}
		var earlier string
		err = tx.QueryRow(ctx, "select wanted, made from requests where owner_id = $1 and key = $2", owner, key).
			Scan(&earlier, &id)
		if err == nil && earlier != wanted {
			return problem{"key-reused", "This Idempotency-Key was used for another request", 422}
		}
		return err
	})
	return id, err
}

package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v4"
)

type transfer struct {
	ID        string `json:"id"`
	From      int32  `json:"from"`
	To        int32  `json:"to"`
	Amount    int64  `json:"amount"`
	CreatedAt stamp  `json:"createdAt"`
}

func createTransfer(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	key, err := keyFrom(r)
	if err != nil {
		return err
	}
	wanted, err := transferFrom(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	id, err := once(ctx, owner, key, fmt.Sprintf("transfer %d %d %d", wanted.From, wanted.To, wanted.Amount),
		func(tx pgx.Tx, id string) error { return carryOutTransfer(ctx, tx, owner, id, wanted) })
	if err != nil {
		return err
	}
	var made transfer
	err = pool.QueryRow(ctx, "select id, from_id, to_id, amount, created_at from transfers where id = $1", id).
		Scan(&made.ID, &made.From, &made.To, &made.Amount, &made.CreatedAt.Time)
	if err != nil {
		return err
	}
	return send(w, 201, made)
}

func transferFrom(w http.ResponseWriter, r *http.Request) (t transfer, err error) {
	var body struct {
		From, To int32
		Amount   int64
	}
	if _, err := readBody(w, r, &body); err != nil {
		return t, err
	}
	if err := checkAccount(body.From, "from"); err != nil {
		return t, err
	}
	if err := checkAccount(body.To, "to"); err != nil {
		return t, err
	}
	if body.From == body.To {
		return t, badRequest("from and to must be two accounts")
	}
	return transfer{From: body.From, To: body.To, Amount: body.Amount}, checkAmount(body.Amount)
}

func carryOutTransfer(ctx context.Context, tx pgx.Tx, owner int32, id string, t transfer) error {
	var isPossible bool
	err := tx.QueryRow(ctx, `
		select exists (select from accounts where id = $1 and owner_id = $3) and exists (select from accounts where id = $2)`,
		t.From, t.To, owner).Scan(&isPossible)
	if err != nil {
		return err
	}
	if !isPossible {
		return notFound
	}
	m := movement{from: t.From, to: t.To, amount: t.Amount, kind: "transfer", reference: id}
	if err := move(ctx, tx, m); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "insert into transfers (id, from_id, to_id, amount) values ($1, $2, $3, $4)",
		id, t.From, t.To, t.Amount)
	return err
}

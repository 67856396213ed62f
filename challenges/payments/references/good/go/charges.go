package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v4"
)

type charge struct {
	ID        string `json:"id"`
	AccountID int32  `json:"accountId"`
	Amount    int64  `json:"amount"`
	Card      string `json:"card"`
	Status    string `json:"status"`
	Refunded  int64  `json:"refunded"`
	CreatedAt stamp  `json:"createdAt"`
}

func createCharge(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	key, err := keyFrom(r)
	if err != nil {
		return err
	}
	wanted, err := chargeFrom(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	id, err := once(ctx, owner, key, fmt.Sprintf("charge %d %d %s", wanted.AccountID, wanted.Amount, wanted.Card),
		func(tx pgx.Tx, id string) error { return insertCharge(ctx, tx, owner, id, wanted) })
	if err != nil {
		return err
	}
	c, err := findCharge(ctx, id, owner)
	if err == nil {
		err = c.carryOut(ctx)
	}
	if err != nil {
		return err
	}
	return send(w, statusFor(c.Status), c)
}

func statusFor(status string) int {
	if status == "pending" {
		return 202
	}
	return 201
}

func chargeFrom(w http.ResponseWriter, r *http.Request) (c charge, err error) {
	var body struct {
		AccountID int32
		Amount    int64
		Card      string
	}
	if _, err := readBody(w, r, &body); err != nil {
		return c, err
	}
	if err := checkAccount(body.AccountID, "accountId"); err != nil {
		return c, err
	}
	if !cardForm.MatchString(body.Card) {
		return c, badRequest("card must be the token of a card")
	}
	return charge{AccountID: body.AccountID, Amount: body.Amount, Card: body.Card}, checkAmount(body.Amount)
}

func insertCharge(ctx context.Context, tx pgx.Tx, owner int32, id string, c charge) error {
	created, err := tx.Exec(ctx, `
		insert into charges (id, owner_id, account_id, amount, card)
		select $1, $2, id, $4, $5 from accounts where id = $3 and owner_id = $2`, id, owner, c.AccountID, c.Amount, c.Card)
	if err == nil && created.RowsAffected() == 0 {
		return notFound
	}
	return err
}

func getCharge(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	id, err := pathCharge(r)
	if err != nil {
		return err
	}
	c, err := findCharge(r.Context(), id, owner)
	if err != nil {
		return err
	}
	return send(w, 200, c)
}

func findCharge(ctx context.Context, id string, owner int32) (c charge, err error) {
	err = pool.QueryRow(ctx, `
		select id, account_id, amount, card, status, refunded, created_at
		from charges where id = $1 and owner_id = $2`, id, owner,
	).Scan(&c.ID, &c.AccountID, &c.Amount, &c.Card, &c.Status, &c.Refunded, &c.CreatedAt.Time)
	return c, orNotFound(err)
}

// carryOut asks the provider for a charge that is still pending, with the charge's id as our key.
func (c *charge) carryOut(ctx context.Context) error {
	if c.Status != "pending" {
		return nil
	}
	wanted := map[string]any{"amount": c.Amount, "card": c.Card, "reference": c.ID}
	d, told := ask(ctx, "/payments", c.ID, wanted)
	if !told || d.Status == "processing" {
		return nil
	}
	c.Status = d.Status
	return settleCharge(ctx, c.ID, d.ID, d.Status)
}

// settleCharge takes what the provider decided, by whichever way it came first; later words of it change nothing.
func settleCharge(ctx context.Context, id, payment, status string) error {
	return pool.BeginFunc(ctx, func(tx pgx.Tx) error {
		m := movement{from: provider, kind: "charge", reference: id}
		err := tx.QueryRow(ctx, `
			update charges set status = $2, payment = $3 where id = $1 and status = 'pending'
			returning account_id, amount`, id, status, payment).Scan(&m.to, &m.amount)
		if err == pgx.ErrNoRows || (err == nil && status != "succeeded") {
			return nil
		}
		if err != nil {
			return err
		}
		return move(ctx, tx, m)
	})
}

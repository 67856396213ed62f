package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v4"
)

type refund struct {
	ID        string `json:"id"`
	ChargeID  string `json:"chargeId"`
	Amount    int64  `json:"amount"`
	Status    string `json:"status"`
	CreatedAt stamp  `json:"createdAt"`
	payment   string
}

func createRefund(w http.ResponseWriter, r *http.Request) error {
	owner, err := ownerOf(r)
	if err != nil {
		return err
	}
	key, err := keyFrom(r)
	if err != nil {
		return err
	}
	chargeID, err := pathCharge(r)
	if err != nil {
		return err
	}
	var body struct{ Amount int64 }
	if _, err := readBody(w, r, &body); err != nil {
		return err
	}
	if err := checkAmount(body.Amount); err != nil {
		return err
	}
	ctx := r.Context()
	id, err := once(ctx, owner, key, fmt.Sprintf("refund %s %d", chargeID, body.Amount), func(tx pgx.Tx, id string) error {
		return takeBack(ctx, tx, owner, refund{ID: id, ChargeID: chargeID, Amount: body.Amount})
	})
	if err != nil {
		return err
	}
	made, err := carryOutRefund(ctx, id)
	if err != nil {
		return err
	}
	return send(w, statusFor(made.Status), made)
}

// takeBack takes the money out of the account at once, so that nobody spends it while the provider is asked.
func takeBack(ctx context.Context, tx pgx.Tx, owner int32, wanted refund) error {
	m := movement{to: provider, amount: wanted.Amount, kind: "refund", reference: wanted.ID}
	var amount, refunded int64
	var status string
	err := tx.QueryRow(ctx, `
		select account_id, amount, refunded, status from charges where id = $1 and owner_id = $2 for update`,
		wanted.ChargeID, owner).Scan(&m.from, &amount, &refunded, &status)
	if err != nil {
		return orNotFound(err)
	}
	if status != "succeeded" {
		return problem{"not-refundable", "The charge has not succeeded", 409}
	}
	if refunded+wanted.Amount > amount {
		return problem{"refund-too-large", "That is more than is left of the charge", 409}
	}
	_, err = tx.Exec(ctx, "update charges set refunded = refunded + $2 where id = $1", wanted.ChargeID, wanted.Amount)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "insert into refunds (id, charge_id, amount) values ($1, $2, $3)",
		wanted.ID, wanted.ChargeID, wanted.Amount)
	if err != nil {
		return err
	}
	return move(ctx, tx, m)
}

func carryOutRefund(ctx context.Context, id string) (f refund, err error) {
	err = pool.QueryRow(ctx, `
		select refunds.id, charge_id, refunds.amount, refunds.status, refunds.created_at, payment
		from refunds join charges on charges.id = charge_id where refunds.id = $1`, id,
	).Scan(&f.ID, &f.ChargeID, &f.Amount, &f.Status, &f.CreatedAt.Time, &f.payment)
	if err != nil || f.Status != "pending" {
		return f, err
	}
	wanted := map[string]any{"payment": f.payment, "amount": f.Amount, "reference": id}
	if d, told := ask(ctx, "/refunds", id, wanted); told && d.Status == "succeeded" {
		f.Status = "succeeded"
		err = settleRefund(ctx, id)
	}
	return f, err
}

func settleRefund(ctx context.Context, id string) error {
	_, err := pool.Exec(ctx, "update refunds set status = 'succeeded' where id = $1 and status = 'pending'", id)
	return err
}

package main

import (
	"context"

	"github.com/jackc/pgx/v4"
)

// provider is the other side of every charge and refund.
const provider = int32(0)

type movement struct {
	from, to        int32
	amount          int64
	kind, reference string
}

// move moves money from one account to another: two entries whose sum is 0. Accounts are locked in the order of their ids,
// so that movements that cross each other do not wait for each other in a circle.
func move(ctx context.Context, tx pgx.Tx, m movement) error {
	balances, err := lockBalances(ctx, tx, m.from, m.to)
	if err != nil {
		return err
	}
	if m.from != provider && balances[m.from] < m.amount {
		return problem{"insufficient-funds", "The account does not hold that much", 409}
	}
	_, err = tx.Exec(ctx, `
		update accounts set balance = balance + case when id = $2 then $3::bigint else -$3::bigint end
		where id in ($1, $2) and id <> 0`, m.from, m.to, m.amount)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into entries (account_id, amount, kind, reference)
		values ($1, -$3::bigint, $4, $5), ($2, $3::bigint, $4, $5)`, m.from, m.to, m.amount, m.kind, m.reference)
	return err
}

func lockBalances(ctx context.Context, tx pgx.Tx, from, to int32) (map[int32]int64, error) {
	rows, err := tx.Query(ctx, `
		select id, balance from accounts where id in ($1, $2) and id <> 0 order by id for no key update`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	balances := map[int32]int64{}
	for rows.Next() {
		var id int32
		var balance int64
		if err := rows.Scan(&id, &balance); err != nil {
			return nil, err
		}
		balances[id] = balance
	}
	return balances, rows.Err()
}

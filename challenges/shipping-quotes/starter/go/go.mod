module quotes

go 1.24

require github.com/jackc/pgx/v4 v4.18.1

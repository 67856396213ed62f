// The smallest service of this runtime: proves that its image, its libraries and a pod work.
package main

import (
	"io"
	"log"
	"net/http"

	_ "github.com/gomodule/redigo/redis"
	_ "github.com/gorilla/websocket"
	_ "github.com/jackc/pgx/v4/pgxpool"
	_ "github.com/jackc/pgx/v4/stdlib"
	_ "github.com/lib/pq"
	_ "golang.org/x/sync/errgroup"
)

func main() {
	http.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"ok":true}`)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
}

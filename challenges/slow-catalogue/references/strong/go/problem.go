package main

// problem is what the client did wrong; every other error is ours and stays in the log.
type problem struct {
	status    int
	message   string
	productID int32
}

func (p problem) Error() string {
	return p.message
}

func (p problem) body() map[string]any {
	body := map[string]any{"error": p.message}
	if p.productID != 0 {
		body["productId"] = p.productID
	}
	return body
}

var notFound = problem{status: 404, message: "not found"}

package main

// problem is what the client did wrong; every other error is ours and stays in the log.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
}

func (p problem) Error() string {
	return p.Title
}

func badRequest(title string) error {
	return problem{"bad-request", title, 400}
}

var notFound = problem{"not-found", "There is no such thing", 404}

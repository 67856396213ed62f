/** What each request costs the service beside it; the bench puts its own numbers here. */
export const kind: 'busy' | 'waiting' = 'busy';
export const amount: number = 20;

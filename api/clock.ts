/** The server's clock. Only tests put another one in its place. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

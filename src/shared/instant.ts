/** Instants as they are stored and sent: `YYYY-MM-DDTHH:mm:ss.sssZ` and ms since epoch, each from the other. */
export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** NaN for what is no instant. */
export const msOf = (instant: string): number => Date.parse(instant);

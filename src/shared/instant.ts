/** Instants as they are stored and sent: `YYYY-MM-DDTHH:mm:ss.sssZ` and ms since epoch, each from the other. */
export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** NaN for what is no instant. */
export const msOf = (instant: string): number => Date.parse(instant);

const instantLength = "YYYY-MM-DDTHH:mm:ss.sssZ".length;

/** The same of an instant that may have an offset from UTC behind it. */
export const msOfMoment = (moment: string): number => msOf(moment.slice(0, instantLength));

/** That moment at another time (ms); its offset stays. */
export const movedTo = (moment: string, ms: number): string => `${instantOf(ms)}${moment.slice(instantLength)}`;

/** `CHAOS_TRACE=1` tells every step as it is taken. */
const tracing = process.env["CHAOS_TRACE"] !== undefined;

export const trace = (...words: readonly unknown[]): void => {
  if (tracing) console.log((performance.now() / 1000).toFixed(2), ...words);
};

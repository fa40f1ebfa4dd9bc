/** The sheet that tells why, by its name in the history entry. */
export const whySheet = "why";

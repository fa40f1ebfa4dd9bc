/** The hours at which a person's day may begin; 0 is midnight. */
export const dayStarts = [0, 1, 2, 3, 4, 5, 6] as const;
export type DayStart = (typeof dayStarts)[number];

/** The Mini-IPIP's key (Q1): which trait an item speaks of, and whether it speaks against it. */

export const traits = ["extraversion", "agreeableness", "conscientiousness", "neuroticism", "openness"] as const;
export type Trait = (typeof traits)[number];

export interface Item {
  /** 1 to 20, in the order of asking. */
  readonly number: number;
  readonly trait: Trait;
  readonly reversed: boolean;
}

/** By trait: item numbers, negative where reversed. */
const key: Readonly<Record<Trait, readonly number[]>> = {
  extraversion: [1, -6, 11, -16],
  agreeableness: [2, -7, 12, -17],
  conscientiousness: [3, -8, 13, -18],
  neuroticism: [4, -9, 14, -19],
  openness: [5, -10, -15, -20],
};

/** In the order of asking. */
export const items: readonly Item[] = traits
  .flatMap((trait) => key[trait].map((number) => ({ number: Math.abs(number), trait, reversed: number < 0 })))
  .sort((a, b) => a.number - b.number);

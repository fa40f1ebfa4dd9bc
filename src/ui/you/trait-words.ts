/** Each trait and each band in plain words: what it means, and what it changes in how Bondhu talks. */
import type { Trait } from "@edge/personality/items.ts";
import type { Band } from "@edge/personality/score.ts";
import { m } from "../../i18n/messages.ts";

interface BandWords {
  readonly means: () => string;
  readonly talk: () => string;
}
export interface TraitWords {
  readonly trait: Trait;
  readonly name: () => string;
  /** What researchers call it. */
  readonly science: () => string;
  readonly bands: Readonly<Record<Band, BandWords>>;
}

export const bandWord: Readonly<Record<Band, () => string>> = { low: m.you_band_low, middle: m.you_band_middle, high: m.you_band_high };

/** In the order of the questionnaire. */
export const traitWords: readonly TraitWords[] = [
  {
    trait: "extraversion",
    name: m.you_extraversion,
    science: m.you_extraversion_science,
    bands: {
      low: { means: m.you_extraversion_low, talk: m.you_extraversion_low_talk },
      middle: { means: m.you_extraversion_middle, talk: m.you_extraversion_middle_talk },
      high: { means: m.you_extraversion_high, talk: m.you_extraversion_high_talk },
    },
  },
  {
    trait: "agreeableness",
    name: m.you_agreeableness,
    science: m.you_agreeableness_science,
    bands: {
      low: { means: m.you_agreeableness_low, talk: m.you_agreeableness_low_talk },
      middle: { means: m.you_agreeableness_middle, talk: m.you_agreeableness_middle_talk },
      high: { means: m.you_agreeableness_high, talk: m.you_agreeableness_high_talk },
    },
  },
  {
    trait: "conscientiousness",
    name: m.you_conscientiousness,
    science: m.you_conscientiousness_science,
    bands: {
      low: { means: m.you_conscientiousness_low, talk: m.you_conscientiousness_low_talk },
      middle: { means: m.you_conscientiousness_middle, talk: m.you_conscientiousness_middle_talk },
      high: { means: m.you_conscientiousness_high, talk: m.you_conscientiousness_high_talk },
    },
  },
  {
    trait: "neuroticism",
    name: m.you_neuroticism,
    science: m.you_neuroticism_science,
    bands: {
      low: { means: m.you_neuroticism_low, talk: m.you_neuroticism_low_talk },
      middle: { means: m.you_neuroticism_middle, talk: m.you_neuroticism_middle_talk },
      high: { means: m.you_neuroticism_high, talk: m.you_neuroticism_high_talk },
    },
  },
  {
    trait: "openness",
    name: m.you_openness,
    science: m.you_openness_science,
    bands: {
      low: { means: m.you_openness_low, talk: m.you_openness_low_talk },
      middle: { means: m.you_openness_middle, talk: m.you_openness_middle_talk },
      high: { means: m.you_openness_high, talk: m.you_openness_high_talk },
    },
  },
];

/** Preferences as a screen wants them: rows where the person chose, defaults elsewhere (defaults are not rows). */
import type { PreferenceRow } from "../domain/records.ts";
import { dayStarts } from "../domain/streak/day-start.ts";
import type { Preferences } from "./api.ts";

export const defaultPreferences: Preferences = { theme: "system", locale: "system", offlineReply: "rules", dayStart: 0, restDays: true, usePersonality: true };

const choices: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ["system", "light", "dark"],
  locale: ["system", "en", "bn"],
  offlineReply: ["rules", "wait"],
  dayStart: dayStarts,
  restDays: [true, false],
  usePersonality: [true, false],
};

function chosen<K extends keyof Preferences>(rows: readonly PreferenceRow[], key: K): Preferences[K] {
  const value = rows.find((row) => row.key === key)?.value;
  // A value that a newer version of the app wrote is as good as none.
  return choices[key].find((choice) => choice === value) ?? defaultPreferences[key];
}

export const preferencesOf = (rows: readonly PreferenceRow[]): Preferences => ({
  theme: chosen(rows, "theme"),
  locale: chosen(rows, "locale"),
  offlineReply: chosen(rows, "offlineReply"),
  dayStart: chosen(rows, "dayStart"),
  restDays: chosen(rows, "restDays"),
  usePersonality: chosen(rows, "usePersonality"),
});

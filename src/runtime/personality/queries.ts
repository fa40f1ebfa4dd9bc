/** Personality and facts as screens follow them: over the device's own rows. */
import { rows, sideRows } from "../../adapters/dexie/queries.ts";
import { runsOf, shownRun } from "../../domain/personality/runs.ts";
import type { MemoryFactRow, PersonalityAnswerRow, PreferenceRow } from "../../domain/records.ts";
import { msOf } from "../../shared/instant.ts";
import type { Live } from "../../shared/live.ts";
import type { Device } from "../device.ts";
import { combine, sameJson } from "../live.ts";
import { preferencesOf } from "../preferences.ts";
import type { PrivateFactRow } from "../rows.ts";
import type { FactView, PersonalityView } from "./views.ts";

/** What two views must differ in to be told apart: a map has no JSON. */
const told = ({ use, runs }: PersonalityView): unknown => [use, runs.map(({ run, answers, answeredAt }) => [run, [...answers], answeredAt])];

export const personalityView = ({ db }: Device): Live<PersonalityView> =>
  combine(
    [rows<PreferenceRow>(db, "preferences"), rows<PersonalityAnswerRow>(db, "personality_answers")],
    (preferences, answers): PersonalityView => {
      const runs = runsOf(answers);
      return { use: preferencesOf(preferences).usePersonality, runs, shown: shownRun(runs) };
    },
    (before, now) => sameJson(told(before), told(now)),
  );

const factOf = (row: PrivateFactRow, onlyHere: boolean): FactView => ({ id: row.id, text: row.text, createdAt: msOf(row.created_at), onlyHere });

/** Newest first, as they were written down: an edit moves nothing. */
export const factViews = ({ db }: Device): Live<readonly FactView[]> =>
  combine(
    [rows<MemoryFactRow>(db, "memory_facts"), sideRows<PrivateFactRow>(db, "private_facts")],
    (shared, here) =>
      [
        ...shared.flatMap(({ text, ...row }) => (text === null ? [] : [factOf({ ...row, text }, false)])),
        ...here.map((row) => factOf(row, true)),
      ].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)),
    sameJson,
  );

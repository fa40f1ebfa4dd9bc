/** Answers and facts in memory, read by the app's own rules. */
import { runsOf, shownRun } from "../../../src/domain/personality/runs.ts";
import { maxFactLength } from "../../../src/domain/records.ts";
import type { Commands, Preferences, WriteError } from "../../../src/runtime/api.ts";
import type { FactView, PersonalityView } from "../../../src/runtime/personality/views.ts";
import { err, ok, type Result } from "../../../src/shared/result.ts";
import { type FakeLive, fakeLive } from "./fake-live.ts";

export interface PersonalitySeed {
  /** One digit an item, in the order of asking, 0 for none; the first is run 1. Each is a month younger than the one before. */
  readonly runs?: readonly string[];
  /** Newest first. */
  readonly facts?: readonly (Pick<FactView, "text"> & Partial<FactView>)[];
}

type Answer = Parameters<typeof runsOf>[0][number];
type PersonalityCommands = Pick<Commands, "answerItem" | "addFact" | "editFact" | "forgetFact" | "moveFact">;

const dayMs = 86_400_000;

export function fakePersonality(
  { runs = [], facts = [] }: PersonalitySeed,
  now: number,
  preferences: FakeLive<Preferences>,
  call: (name: string, ...args: readonly unknown[]) => void,
): { readonly personality: FakeLive<PersonalityView>; readonly facts: FakeLive<readonly FactView[]>; readonly commands: PersonalityCommands } {
  let answers: readonly Answer[] = runs.flatMap((digits, index) =>
    [...digits.replaceAll(" ", "")].flatMap((digit, item) =>
      digit === "0"
        ? []
        : [{ run: index + 1, item: item + 1, answer: Number(digit), answered_at: new Date(now - (runs.length - index) * 31 * dayMs + item * 7000).toISOString() }],
    ),
  );
  const view = (): PersonalityView => {
    const all = runsOf(answers);
    return { use: preferences.get().usePersonality, runs: all, shown: shownRun(all) };
  };
  const personality = fakeLive(view());
  preferences.subscribe(() => personality.set(view()));
  const noted = fakeLive<readonly FactView[]>(facts.map((fact, n) => ({ id: `fact-${n}`, createdAt: now - (n + 1) * dayMs, onlyHere: false, ...fact })));
  let made = 0;
  const judged = (text: string): Result<string, WriteError> => {
    const [clean, length] = [text.trim(), [...text.trim()].length];
    if (clean === "") return err({ kind: "blank" });
    return length > maxFactLength ? err({ kind: "tooLong", length, max: maxFactLength }) : ok(clean);
  };
  const add = (text: string, onlyHere: boolean, createdAt = now): string => {
    const id = `fact-new-${(made += 1)}`;
    noted.set([{ id, text, createdAt, onlyHere }, ...noted.get()].toSorted((a, b) => b.createdAt - a.createdAt));
    return id;
  };
  const find = (id: string): FactView | undefined => noted.get().find((fact) => fact.id === id);
  const without = (id: string): void => noted.set(noted.get().filter((fact) => fact.id !== id));
  return {
    personality,
    facts: noted,
    commands: {
      answerItem: async (run, item, answer) => {
        call("answerItem", run, item, answer);
        answers = [...answers.filter((row) => row.run !== run || row.item !== item), { run, item, answer, answered_at: new Date(now).toISOString() }];
        personality.set(view());
        return ok(undefined);
      },
      addFact: async (text, onlyHere) => {
        call("addFact", text, onlyHere);
        const clean = judged(text);
        return clean.ok ? ok(add(clean.value, onlyHere)) : clean;
      },
      editFact: async (id, text) => {
        call("editFact", id, text);
        const clean = judged(text);
        if (!clean.ok) return clean;
        if (find(id) === undefined) return err({ kind: "forgotten" });
        noted.set(noted.get().map((fact) => (fact.id === id ? { ...fact, text: clean.value } : fact)));
        return ok(undefined);
      },
      forgetFact: async (id) => {
        call("forgetFact", id);
        without(id);
        return ok(undefined);
      },
      moveFact: async (id, onlyHere) => {
        call("moveFact", id, onlyHere);
        const fact = find(id);
        if (fact === undefined) return err({ kind: "forgotten" });
        without(id);
        return ok(add(fact.text, onlyHere, fact.createdAt));
      },
    },
  };
}

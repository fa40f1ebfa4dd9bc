/** The finder: the latest question wins, whatever order answers come in, and a failure can be tried again. */
import { describe, expect, it, vi } from "vitest";
import { createFinder } from "../../../src/state/finder.ts";
import type { Search, SearchAnswer } from "../../../src/runtime/api.ts";
import { eventually } from "../../support/eventually.ts";

const answer = (total: number, complete = true): SearchAnswer => ({ hits: [], total, complete });

function searching(find: (text: string, limit: number) => Promise<SearchAnswer>) {
  const close = vi.fn<() => void>();
  const search: Search = { find, days: async () => ({ days: [], complete: true }), place: async () => null, close };
  const open = vi.fn<() => Promise<Search>>(async () => search);
  return { finder: createFinder(open), open, close };
}

describe("the finder", () => {
  it("[F6] asks one thing at a time, and of what was typed meanwhile only the last", async () => {
    const asked: string[] = [];
    let release = (): void => undefined;
    const { finder } = searching(async (text) => {
      asked.push(text);
      if (text === "r") await new Promise<void>((resolve) => (release = resolve));
      return answer(text.length);
    });
    finder.getState().open();
    finder.getState().type("r");
    await eventually(() => expect(asked).toEqual(["r"]));
    for (const text of ["ri", "riv", "rive", "river"]) finder.getState().type(text);
    release();
    await eventually(() => expect(finder.getState()).toMatchObject({ answered: "river", answer: answer(5) }));
    expect(asked).toEqual(["r", "river"]);
  });

  it("[F6] an empty field has no answer, more asks for a longer list, and the text outlives the sheet", async () => {
    const limits: number[] = [];
    const { finder, close } = searching(async (_text, limit) => (limits.push(limit), answer(100)));
    const end = finder.getState().open();
    finder.getState().type("x");
    await eventually(() => expect(finder.getState().answer).toEqual(answer(100)));
    finder.getState().more();
    await eventually(() => expect(limits).toEqual([40, 80]));
    finder.getState().type(" ");
    await eventually(() => expect(finder.getState()).toMatchObject({ answered: " ", answer: null }));
    finder.getState().type("kept");
    end();
    await eventually(() => expect(close).toHaveBeenCalledOnce());
    finder.getState().open();
    await eventually(() => expect(finder.getState()).toMatchObject({ text: "kept", answered: "kept" }));
  });

  it("[F5] while the messages are first read the question is asked again by itself", async () => {
    vi.useFakeTimers();
    let rounds = 0;
    const { finder } = searching(async () => answer((rounds += 1), rounds > 2));
    finder.getState().type("x");
    const end = finder.getState().open();
    await vi.advanceTimersByTimeAsync(3000);
    expect(finder.getState().answer).toEqual(answer(3));
    expect(rounds).toBe(3);
    end();
    vi.useRealTimers();
  });

  it("[F6] a failure is told, keeps what was found, and can be tried again", async () => {
    let broken = false;
    const { finder, open } = searching(async () => {
      if (broken) throw new Error("gone");
      return answer(1);
    });
    finder.getState().open();
    finder.getState().type("x");
    await eventually(() => expect(finder.getState().answer).toEqual(answer(1)));
    broken = true;
    finder.getState().type("xy");
    await eventually(() => expect(finder.getState()).toMatchObject({ failed: true, answer: answer(1) }));
    broken = false;
    finder.getState().retry();
    await eventually(() => expect(finder.getState()).toMatchObject({ failed: false, answered: "xy" }));
    expect(open).toHaveBeenCalledTimes(2);
  });
});

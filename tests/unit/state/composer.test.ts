/** The composer's promises: drafts, order, and words that never vanish. */
import { describe, expect, it } from "vitest";
import { createComposer } from "../../../src/state/composer.ts";
import type { ComposerPorts } from "../../../src/state/composer.ts";
import type { WriteError } from "../../../src/runtime/api.ts";
import type { Result } from "../../../src/shared/result.ts";

type Outcome = Result<string, WriteError>;

function setUp(overrides: Partial<ComposerPorts> = {}) {
  const saved: string[] = [];
  const sent: string[] = [];
  const composer = createComposer({
    draft: async () => "",
    saveDraft: async (text) => void saved.push(text),
    sendMessage: async (text) => {
      sent.push(text);
      return { ok: true, value: `id-${sent.length}` };
    },
    ...overrides,
  });
  return { composer, saved, sent };
}

/** A send that waits for the test to decide. */
function held() {
  const texts: string[] = [];
  const waiting: ((outcome: Outcome) => void)[] = [];
  const sendMessage = (text: string) => {
    texts.push(text);
    return new Promise<Outcome>((resolve) => waiting.push(resolve));
  };
  const settle = async (outcome: Outcome) => {
    await Promise.resolve();
    const next = waiting.shift();
    if (next === undefined) throw new Error("nothing is being sent");
    next(outcome);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  return { texts, sendMessage, settle };
}
const accepted: Outcome = { ok: true, value: "id" };

describe("composer", () => {
  it("[draft] a stored draft comes back", async () => {
    const { composer } = setUp({ draft: async () => "half a thought" });
    await composer.getState().load();
    expect(composer.getState().text).toBe("half a thought");
  });

  it("[draft] a draft written during a send says what of it is on its way", async () => {
    const { texts, sendMessage, settle } = held();
    const drafts: (readonly [string, readonly string[]])[] = [];
    const { composer } = setUp({ sendMessage, saveDraft: async (text, sending) => void drafts.push([text, sending.map((one) => one.text)]) });
    composer.getState().edit("one");
    const sent = composer.getState().send();
    composer.getState().edit("one and two");
    await settle(accepted);
    await sent;
    expect(texts).toEqual(["one"]);
    expect(drafts.at(0)).toEqual(["one and two", ["one"]]);
    expect(drafts.at(-1)).toEqual([" and two", []]);
  });

  it("[draft] a draft that loads late never replaces what was typed", async () => {
    let answer = (_: string): void => {};
    const { composer } = setUp({ draft: () => new Promise((resolve) => (answer = resolve)) });
    const loading = composer.getState().load();
    composer.getState().edit("new words");
    answer("old words");
    await loading;
    expect(composer.getState().text).toBe("new words");
  });

  it("[draft] typing then emptying the field is also typing", async () => {
    let answer = (_: string): void => {};
    const { composer } = setUp({ draft: () => new Promise((resolve) => (answer = resolve)) });
    const loading = composer.getState().load();
    composer.getState().edit("x");
    composer.getState().edit("");
    answer("old words");
    await loading;
    expect(composer.getState().text).toBe("");
  });

  it("[draft] is written with the key, and once more for all that is typed meanwhile", async () => {
    const started: string[] = [];
    let finish: () => void = () => undefined;
    const saveDraft = (text: string): Promise<void> => {
      started.push(text);
      return new Promise((resolve) => (finish = resolve));
    };
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    };
    const { composer } = setUp({ saveDraft });
    composer.getState().edit("a");
    await turns();
    expect(started).toEqual(["a"]);
    composer.getState().edit("ab");
    composer.getState().edit("abc");
    await turns();
    expect(started).toEqual(["a"]);
    finish();
    await turns();
    expect(started).toEqual(["a", "abc"]);
    finish();
  });

  it("[W1] the text leaves the field only after the message is durable", async () => {
    const send = held();
    const { composer, saved } = setUp({ sendMessage: send.sendMessage });
    composer.getState().edit("hello");
    const sending = composer.getState().send();
    expect(composer.getState().text).toBe("hello");
    await send.settle(accepted);
    expect(await sending).toBe(true);
    expect(composer.getState().text).toBe("");
    expect(saved.at(-1)).toBe("");
  });

  it.each<WriteError>([{ kind: "quota" }, { kind: "gone" }, { kind: "mutationTooLarge" }, { kind: "blank" }, { kind: "tooLong", length: 9000, max: 8000 }])(
    "[W1] after a refused write ($kind) the words are still in the field, with the reason",
    async (error) => {
      const { composer } = setUp({ sendMessage: async () => ({ ok: false, error }) });
      composer.getState().edit("hello");
      expect(await composer.getState().send()).toBe(false);
      expect(composer.getState()).toMatchObject({ text: "hello", problem: error });
      composer.getState().edit("hello!");
      expect(composer.getState().problem).toBeNull();
    },
  );

  it("[W1] a write that throws is told too, and the words stay", async () => {
    const { composer } = setUp({ sendMessage: () => Promise.reject(new Error("bug")) });
    composer.getState().edit("hello");
    expect(await composer.getState().send()).toBe(false);
    expect(composer.getState()).toMatchObject({ text: "hello", problem: { kind: "unknown" } });
  });

  it("[order] two Enters on one text send it once", async () => {
    const send = held();
    const { composer } = setUp({ sendMessage: send.sendMessage });
    composer.getState().edit("hello");
    const first = composer.getState().send();
    expect(await composer.getState().send()).toBe(false);
    await send.settle(accepted);
    await first;
    expect(send.texts).toEqual(["hello"]);
  });

  it("[order] what is typed while a message is being kept stays, and is sent next", async () => {
    const send = held();
    const { composer } = setUp({ sendMessage: send.sendMessage });
    composer.getState().edit("one");
    const first = composer.getState().send();
    composer.getState().edit("onetwo");
    const second = composer.getState().send();
    composer.getState().edit("onetwothree");
    await send.settle(accepted);
    expect(composer.getState().text).toBe("twothree");
    await send.settle(accepted);
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(send.texts).toEqual(["one", "two"]);
    expect(composer.getState().text).toBe("three");
  });

  it("[order] a text put in place of one being kept is sent after it", async () => {
    const send = held();
    const { composer } = setUp({ sendMessage: send.sendMessage });
    composer.getState().edit("first");
    const first = composer.getState().send();
    composer.getState().edit("second");
    const second = composer.getState().send();
    await send.settle(accepted);
    await send.settle(accepted);
    await Promise.all([first, second]);
    expect(send.texts).toEqual(["first", "second"]);
    expect(composer.getState().text).toBe("");
  });

  it("[order] what is typed behind a text put in place of one being kept is sent alone, and nothing twice", async () => {
    const { texts, sendMessage, settle } = held();
    const { composer } = setUp({ sendMessage });
    composer.getState().edit("first");
    const sends = [composer.getState().send()];
    composer.getState().edit("second");
    sends.push(composer.getState().send());
    expect(await composer.getState().send()).toBe(false);
    composer.getState().edit("secondthird");
    sends.push(composer.getState().send());
    for (let index = 0; index < 3; index += 1) await settle(accepted);
    expect(await Promise.all(sends)).toEqual([true, true, true]);
    expect(texts).toEqual(["first", "second", "third"]);
    expect(composer.getState().text).toBe("");
  });

  it("[order] nothing overtakes a refused message", async () => {
    const send = held();
    const { composer } = setUp({ sendMessage: send.sendMessage });
    composer.getState().edit("one");
    const first = composer.getState().send();
    composer.getState().edit("onetwo");
    const second = composer.getState().send();
    await send.settle({ ok: false, error: { kind: "quota" } });
    expect(await Promise.all([first, second])).toEqual([false, false]);
    expect(send.texts).toEqual(["one"]);
    expect(composer.getState().text).toBe("onetwo");
  });

  it("[limits] blank and over-long texts are not handed over", async () => {
    const { composer, sent } = setUp();
    composer.getState().edit(" \n ");
    expect(await composer.getState().send()).toBe(false);
    expect(composer.getState().problem).toBeNull();
    composer.getState().edit("x".repeat(8001));
    expect(await composer.getState().send()).toBe(false);
    expect(composer.getState().problem).toEqual({ kind: "tooLong", length: 8001, max: 8000 });
    composer.getState().edit("😀".repeat(4000));
    expect(await composer.getState().send()).toBe(true);
    expect(sent).toEqual(["😀".repeat(4000)]);
  });
});

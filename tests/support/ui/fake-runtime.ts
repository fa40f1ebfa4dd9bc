/** A whole runtime in memory: seedable, steerable, with the manners of the real one (fresh objects, late answers). */
import type { MoodTrend } from "../../../src/domain/mood/mood-trend.ts";
import { type ActivityKind, maxMessageLength } from "../../../src/domain/records.ts";
import type {
  AccountView,
  CrisisView,
  DeletionView,
  DeviceReport,
  Doors,
  GuestQuestionView,
  LockDoor,
  MessageView,
  Person,
  Preferences,
  QuarantineView,
  ReplyProgress,
  Runtime,
  Timeline,
  TimelinePlace,
  TimelineView,
  WaitingView,
  WriteError,
} from "../../../src/runtime/api.ts";
import type { LifeView } from "../../../src/runtime/life/views.ts";
import type { Result } from "../../../src/shared/result.ts";
import { err, ok } from "../../../src/shared/result.ts";
import type { SyncStatus } from "../../../src/sync/status.ts";
import { fakeCodes, type FakeCodesSeed } from "./fake-codes.ts";
import { fakeConversation, fakeId, fakeMessage } from "./fake-conversation.ts";
import { fakeLife, type LifeSeed } from "./fake-life.ts";
import { fakeLive } from "./fake-live.ts";
import type { ShapedView } from "../../../src/runtime/personality/views.ts";
import { fakePersonality, type PersonalitySeed } from "./fake-personality.ts";
import { fakeSearch } from "./fake-search.ts";
import type { FakeLive } from "./fake-live.ts";

type SessionOfVisit = { readonly id: string; readonly start: number; readonly activities: readonly ActivityKind[] } | null;

export interface FakeSeed {
  readonly now: number;
  /** How many messages are on this device, or the very messages. */
  readonly messages: number | readonly MessageView[];
  /** How many of them the timeline starts with. */
  readonly window: number;
  readonly locale: "en" | "bn";
  readonly account: AccountView;
  readonly codes: FakeCodesSeed;
  readonly people: readonly Person[];
  readonly waiting: Partial<WaitingView>;
  readonly question: GuestQuestionView | null;
  readonly bringing: { readonly done: number; readonly total: number } | null;
  readonly status: Partial<SyncStatus>;
  readonly preferences: Partial<Preferences>;
  readonly backfilling: boolean;
  readonly reply: ReplyProgress;
  readonly crisis: CrisisView | null;
  readonly quarantine: readonly QuarantineView[];
  readonly draft: string;
  /** Whether the draft is known at once; otherwise it waits for {@link FakeRuntime.releaseDraft}. */
  readonly draftHeld: boolean;
  /** The search is still at its first reading. */
  readonly indexing: boolean;
  readonly readUpTo: TimelinePlace | null;
  readonly life: LifeSeed;
  readonly session: SessionOfVisit;
  readonly moods: MoodTrend;
  readonly personality: PersonalitySeed;
  /** By the reply's id. */
  readonly shaped: Readonly<Record<string, ShapedView>>;
  /** Milliseconds a write takes to become durable. */
  readonly writeMs: number;
  /** What Bondhu answers by itself a moment after each message; null: nothing. */
  readonly answer: string | null;
}

const defaultSeed: FakeSeed = {
  now: Date.UTC(2026, 10, 22, 15, 30),
  messages: 0,
  window: 50,
  locale: "en",
  account: { kind: "guest" },
  codes: { shown: "mail", gone: false },
  people: [],
  waiting: {},
  question: null,
  bringing: null,
  status: {},
  preferences: {},
  backfilling: false,
  reply: { kind: "idle" },
  crisis: null,
  quarantine: [],
  draft: "",
  draftHeld: false,
  indexing: false,
  readUpTo: null,
  life: {},
  session: null,
  moods: { days: [], words: [] },
  personality: {},
  shaped: {},
  writeMs: 2,
  answer: null,
};

export interface FakeRuntime extends Runtime {
  readonly live: {
    readonly status: FakeLive<SyncStatus>;
    readonly account: FakeLive<AccountView>;
    readonly preferences: FakeLive<Preferences>;
    readonly crisis: FakeLive<CrisisView | null>;
    readonly quarantine: FakeLive<readonly QuarantineView[]>;
    readonly deletions: FakeLive<readonly DeletionView[]>;
    readonly moods: FakeLive<MoodTrend>;
    readonly life: FakeLive<LifeView>;
    readonly session: FakeLive<SessionOfVisit>;
    readonly update: FakeLive<{ readonly ready: boolean }>;
    readonly install: FakeLive<{ readonly available: boolean }>;
    readonly people: FakeLive<readonly Person[]>;
    readonly waiting: FakeLive<WaitingView>;
    readonly question: FakeLive<GuestQuestionView | null>;
    readonly bringing: FakeLive<{ readonly done: number; readonly total: number } | null>;
  };
  /** Names and arguments of every command, in order. */
  readonly calls: readonly (readonly [name: string, ...args: readonly unknown[]])[];
  readonly savedDraft: () => string;
  readonly messages: () => readonly MessageView[];
  releaseDraft(): void;
  /** A message from somewhere else arrives, or Bondhu answers. */
  receive(fields: Partial<MessageView> & Pick<MessageView, "sender" | "text">): string;
  /** Another device's words, written before the newest of this one, arrive: they take their place `before` the end. */
  arriveLate(text: string, before: number): void;
  /** `count` older messages arrive from the server, all of them in the window. */
  putInFront(count: number): void;
  change(id: string, fields: Partial<MessageView>): void;
  setReply(reply: ReplyProgress): void;
  setBackfilling(backfilling: boolean): void;
  /** Pages that are asked for come only when they are let go. */
  holdPages(hold: boolean): void;
  /** The next `sendMessage` answers with this, writing nothing. */
  failNextSend(error: WriteError | "throw"): void;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** There is none, and whoever sets one is told that it is done. */
const noLock: LockDoor = {
  view: async () => null,
  offers: async () => ({ pin: true, passkey: false }),
  unlock: async () => ok(undefined),
  setPin: async () => ok(undefined),
  setPasskey: async () => ok(undefined),
  setAfter: async () => undefined,
  turnOff: async () => ok(undefined),
  lockNow: () => undefined,
  forgotten: async () => ok(undefined),
  wipe: async () => undefined,
};

export function createFakeRuntime(overrides: Partial<FakeSeed> = {}): FakeRuntime {
  const seed = { ...defaultSeed, ...overrides };
  const { life, sessions } = fakeLife(seed.now, seed.life);
  let messages: readonly MessageView[] = typeof seed.messages === "number" ? fakeConversation(seed.messages, seed.now, seed.locale) : seed.messages;
  let shown = seed.window;
  let next = Math.max(messages.length, Number.parseInt((messages.at(-1)?.stamp ?? "0").slice(0, 12), 16)) + 1;
  let reply = seed.reply;
  let backfilling = seed.backfilling;
  let draft = seed.draft;
  let refusal: WriteError | "throw" | null = null;
  let releaseDraft = (): void => {};
  const held = seed.draftHeld ? new Promise<void>((resolve) => (releaseDraft = resolve)) : Promise.resolve();
  const deleted = new Map<string, readonly MessageView[]>();
  const calls: (readonly [name: string, ...args: readonly unknown[]])[] = [];
  /** The page's clock moves on from the seed's. */
  const started = Date.now();
  const now = (): number => seed.now + (Date.now() - started);

  let pagesHeld = Promise.resolve();
  let releasePages = (): void => {};
  const pageComes = (): Promise<unknown> => Promise.all([wait(seed.writeMs), pagesHeld]);

  // Like a query over IndexedDB: every answer is made of fresh objects. Very long windows keep theirs, as a copy would only measure the fake.
  let readUpTo: TimelinePlace | null = seed.readUpTo;
  const viewOf = (window: readonly MessageView[]): TimelineView => {
    const hasNewer = window.at(-1) !== messages.at(-1);
    return {
      messages: window.length > 2000 ? window : window.map((message) => ({ ...message })),
      hasOlder: window[0] !== messages[0],
      hasNewer,
      backfilling,
      reply: hasNewer ? { kind: "idle" } : reply,
      readUpTo,
    };
  };
  const view = (): TimelineView => viewOf(messages.slice(-shown));
  const timelineLive = fakeLive<TimelineView>(view());
  /** Windows around a place. */
  const windows = new Set<() => void>();
  const publish = (): void => {
    timelineLive.set(view());
    for (const again of windows) again();
  };
  /** `before` and `after` the message of the place. */
  const around = (place: TimelinePlace): Timeline => {
    const size = { before: 50, after: 50 };
    const here = (): TimelineView => {
      const at = messages.findIndex((message) => message.stamp >= place.stamp);
      return viewOf(messages.slice(Math.max(0, at - size.before), at + size.after));
    };
    const windowLive = fakeLive<TimelineView>(here());
    const again = (): void => windowLive.set(here());
    windows.add(again);
    const grow = async (side: "before" | "after"): Promise<void> => {
      calls.push([side === "before" ? "loadOlder" : "loadNewer"]);
      await pageComes();
      size[side] += 100;
      again();
    };
    return {
      subscribe: (follow, error) => windowLive.subscribe(follow, error),
      loadOlder: () => grow("before"),
      loadNewer: () => grow("after"),
      close: () => void windows.delete(again),
    };
  };
  const timeline: Timeline = {
    subscribe: (follow, error) => timelineLive.subscribe(follow, error),
    loadOlder: async () => {
      calls.push(["loadOlder"]);
      if (messages.length <= shown) return;
      await pageComes();
      shown += 100;
      publish();
    },
    loadNewer: async () => undefined,
    close: () => {
      shown = seed.window;
      timelineLive.set(view());
    },
  };

  const live: FakeRuntime["live"] = {
    status: fakeLive<SyncStatus>({ state: "guest", pending: 0, quarantined: 0, oldestQueuedAt: null, lastSyncAt: null, ...seed.status }),
    account: fakeLive<AccountView>(seed.account),
    preferences: fakeLive<Preferences>({ theme: "system", locale: "system", offlineReply: "rules", dayStart: 0, restDays: true, usePersonality: true, ...seed.preferences }),
    crisis: fakeLive<CrisisView | null>(seed.crisis),
    quarantine: fakeLive<readonly QuarantineView[]>(seed.quarantine),
    deletions: fakeLive<readonly DeletionView[]>([]),
    moods: fakeLive<MoodTrend>(seed.moods),
    life,
    session: fakeLive<SessionOfVisit>(seed.session),
    update: fakeLive({ ready: false }),
    install: fakeLive({ available: false }),
    people: fakeLive<readonly Person[]>(seed.people),
    waiting: fakeLive<WaitingView>({ changes: 0, refused: 0, asks: 0, bringing: 0, here: 0, draft: false, mark: 1, ...seed.waiting }),
    question: fakeLive<GuestQuestionView | null>(seed.question),
    bringing: fakeLive<{ readonly done: number; readonly total: number } | null>(seed.bringing),
  };
  const done: Result<void, never> = ok(undefined);
  const you = fakePersonality(seed.personality, seed.now, live.preferences, (...call) => void calls.push(call));

  const add = (fields: Partial<MessageView> & Pick<MessageView, "sender" | "text">): string => {
    const message = fakeMessage(next, now(), fields);
    next += 1;
    shown += 1;
    messages = [...messages, message];
    publish();
    return message.id;
  };
  const change = (id: string, fields: Partial<MessageView>): void => {
    messages = messages.map((message) => (message.id === id ? { ...message, ...fields } : message));
    publish();
  };
  const answerSoon = async (messageId: string, text: string): Promise<void> => {
    reply = { kind: "thinking", messageId };
    publish();
    await wait(900);
    reply = { kind: "idle" };
    change(messageId, { state: "answered" });
    add({ sender: "ai", text, replyTo: messageId, source: "rules", state: "local" });
  };

  const doors: Doors = {
    people: live.people,
    waiting: live.waiting,
    question: live.question,
    bringing: live.bringing,
    send: async () => {
      calls.push(["send"]);
      return err("offline");
    },
    open: async (name) => {
      calls.push(["open", name]);
      return done;
    },
    remove: async (name, mark) => {
      calls.push(["remove", name, mark]);
      return done;
    },
    bring: async (name) => {
      calls.push(["bring", name]);
      return done;
    },
    apart: async () => void calls.push(["apart"]),
  };

  return {
    live,
    calls,
    savedDraft: () => draft,
    messages: () => messages,
    releaseDraft: () => releaseDraft(),
    putInFront: (count) => {
      const first = messages[0]?.createdAt ?? seed.now;
      const older = fakeConversation(count, first, seed.locale).map((message, index) => ({ ...message, id: fakeId(9_000_000 + index), replyTo: null }));
      messages = [...older, ...messages];
      shown += count;
      publish();
    },
    receive: add,
    arriveLate: (text, before) => {
      const message = fakeMessage(next, now(), { sender: "user", text });
      next += 1;
      shown += 1;
      messages = messages.toSpliced(messages.length - before, 0, message);
      publish();
    },
    change,
    setReply: (progress) => {
      reply = progress;
      publish();
    },
    setBackfilling: (value) => {
      backfilling = value;
      publish();
    },
    holdPages: (hold) => {
      releasePages();
      if (hold) pagesHeld = new Promise((resolve) => (releasePages = resolve));
    },
    failNextSend: (error) => {
      refusal = error;
    },
    queries: {
      timeline: (place) => (place === undefined ? timeline : around(place)),
      status: live.status,
      account: live.account,
      preferences: live.preferences,
      crisis: live.crisis,
      quarantine: live.quarantine,
      deletions: live.deletions,
      session: live.session,
      life: live.life,
      sessions,
      moods: () => live.moods,
      personality: you.personality,
      facts: you.facts,
      shaped: async (id) => seed.shaped[id] ?? null,
      report: fakeLive<DeviceReport>({ messages: messages.length, sessions: 1, databaseName: "bondhu-guest", historyComplete: !backfilling }),
      draft: async () => {
        await held;
        return draft;
      },
      storage: async () => ({ usage: 1_234_567, quota: 9_876_543_210, persisted: false }),
      search: async () => fakeSearch(() => messages, seed.indexing),
    },
    commands: {
      ...you.commands,
      sendMessage: async (text) => {
        calls.push(["sendMessage", text]);
        await wait(seed.writeMs);
        const refused = refusal;
        refusal = null;
        if (refused === "throw") throw new Error("a bug");
        if (refused !== null) return err(refused);
        if (text.trim() === "") return err({ kind: "blank" });
        if (text.length > maxMessageLength) return err({ kind: "tooLong", length: text.length, max: maxMessageLength });
        const id = add({ sender: "user", text, state: "local" });
        if (seed.answer !== null) void answerSoon(id, seed.answer);
        return ok(id);
      },
      askAgain: async (messageId) => {
        calls.push(["askAgain", messageId]);
        reply = { kind: "thinking", messageId };
        publish();
        return done;
      },
      react: async (messageId, reaction) => {
        calls.push(["react", messageId, reaction]);
        change(messageId, { reaction });
        return done;
      },
      markRead: async (place) => {
        calls.push(["markRead", place.id]);
        if (readUpTo !== null && readUpTo.stamp >= place.stamp) return;
        readUpTo = { stamp: place.stamp, id: place.id };
        publish();
      },
      deleteMessage: async (messageId) => {
        calls.push(["deleteMessage", messageId]);
        const answers = messages.filter((message) => message.replyTo === messageId);
        live.deletions.set([...live.deletions.get(), { key: messageId, answers: answers.length, until: Date.now() + 10_000 }]);
        deleted.set(messageId, messages);
        messages = messages.filter((message) => message.id !== messageId && message.replyTo !== messageId);
        publish();
        return done;
      },
      undoDelete: async (key) => {
        calls.push(["undoDelete", key]);
        live.deletions.set(live.deletions.get().filter((deletion) => deletion.key !== key));
        const before = deleted.get(key);
        if (before === undefined) return ok(false);
        messages = before;
        publish();
        return ok(true);
      },
      setPreference: async (key, value) => {
        calls.push(["setPreference", key, value]);
        live.preferences.set({ ...live.preferences.get(), [key]: value });
        return done;
      },
      trackActivity: async (kind) => {
        calls.push(["trackActivity", kind]);
        const over = async () => {
          calls.push(["activity over", kind]);
          return done;
        };
        return ok({ pause: () => undefined, resume: () => undefined, finish: over, stop: over });
      },
      saveDraft: async (text) => {
        calls.push(["saveDraft", text]);
        draft = text;
      },
      openCrisis: async () => {
        calls.push(["openCrisis"]);
        live.crisis.set({ since: now(), messageId: live.crisis.get()?.messageId ?? null });
      },
      closeCrisis: async () => {
        calls.push(["closeCrisis"]);
        live.crisis.set(null);
      },
      retryQuarantined: async (id) => {
        calls.push(["retryQuarantined", id]);
        const message = messages.find((candidate) => candidate.quarantineId === id);
        live.quarantine.set(live.quarantine.get().filter((entry) => entry.id !== id));
        if (message !== undefined) change(message.id, { state: "local", quarantineId: null });
        return done;
      },
      discardQuarantined: async (id) => {
        calls.push(["discardQuarantined", id]);
        live.quarantine.set(live.quarantine.get().filter((entry) => entry.id !== id));
        return done;
      },
      exportQuarantined: async (id) => ({ id }),
      exportEverything: async (format) => {
        calls.push(["exportEverything", format]);
        return ok({ name: `bondhu.${format}`, blob: new Blob([format]) });
      },
      exportBackup: async () => ok({ name: "bondhu.bondhu", blob: new Blob(["locked"]) }),
      openArchive: async () => err({ kind: "foreign" }),
      syncNow: async () => void calls.push(["syncNow"]),
      signUp: async (email) => {
        live.account.set({ kind: "user", userId: "00000000-0000-4000-8000-000000000001", email, signedOut: false });
        return done;
      },
      signIn: async (email) => {
        live.account.set({ kind: "user", userId: "00000000-0000-4000-8000-000000000001", email, signedOut: false });
        return done;
      },
      signOut: async (how) => {
        calls.push(["signOut", how]);
        live.account.set({ kind: "guest" });
        return done;
      },
      doors: async () => doors,
      codes: async () => fakeCodes(seed.codes, (...call) => calls.push(call)),
      requestPersistence: async () => true,
    },
    update: { subscribe: live.update.subscribe, apply: async () => void calls.push(["update.apply"]) },
    lock: { state: () => "off", subscribe: () => () => undefined, door: async () => noLock },
    install: { subscribe: live.install.subscribe, prompt: async () => void calls.push(["install.prompt"]) },
  };
}

/** What a page does now and then: the commands that the first message does not need, loaded with the first of them. */
import type { Json } from "../shared/json.ts";
import type { Live } from "../shared/live.ts";
import type { AccountDeps } from "./account.ts";
import { signIn, signUp } from "./account.ts";
import type { Commands, LockDoor, Queries } from "./api.ts";
import { markRead } from "./commands/mark-read.ts";
import { discard, exportEntry, retry } from "./commands/quarantine.ts";
import { setPreference } from "./commands/set-preference.ts";
import type { Connection } from "./connection.ts";
import type { PagePlatform } from "./create-runtime.ts";
import type { Device } from "./device.ts";
import type { OpenDoors } from "./doors/doors.ts";
import { followPokes } from "./follow-pokes.ts";
import { messageCommands } from "./message-commands.ts";
import { answerItem } from "./personality/answers.ts";
import { factCommands } from "./personality/facts.ts";
import { factViews, personalityView } from "./personality/queries.ts";
import { shapedBy } from "./personality/shaped.ts";
import type { Persona } from "@edge/personality/style.ts";
import type { ContextKeeper } from "./personality/context.ts";
import { persistence } from "./persistence.ts";
import { statusViews } from "./status-views.ts";
import { trackActivity } from "./visit/track.ts";
import type { PageVisit } from "./visit/page-visit.ts";

/** What of the page's runtime these use. */
export interface PageTools {
  readonly platform: PagePlatform;
  readonly device: Device;
  readonly visit: () => Promise<PageVisit | null>;
  readonly connected: () => Promise<Connection>;
  readonly connection: Live<Connection | null>;
  /** L6: somebody else has written. */
  readonly poked: () => void;
  /** After a write: the engine hears of it. */
  readonly wrote: <T extends { readonly ok: boolean }>(result: T) => T;
  /** True: the command has ended this page, which starts anew. */
  readonly anew: (command: () => Promise<boolean>) => Promise<boolean>;
  readonly quiesce: () => Promise<void>;
  readonly stopped: AbortSignal;
  readonly onStop: (stop: () => void) => void;
  readonly report: (reason: unknown) => void;
}

type Now = "sendMessage" | "saveDraft" | "openCrisis" | "closeCrisis" | "syncNow";

export interface Later extends Omit<Commands, Now>, Pick<Queries, "personality" | "facts" | "shaped" | "quarantine" | "report"> {
  /** M2: whatever was hidden in an earlier visit is written when its time comes. */
  followDeletions(): void;
  /** G4: what a crash or a closed tab left on its way to this account goes on. */
  goOnBringing(userId: string | null): void;
  /** L6. */
  followPokes(): void;
  /** T2: there is something to keep now. */
  keepAfterFirstMessage(): Promise<void>;
  /** N2: the tally is made where it is missing, and its journal taken in. */
  tendLife(): void;
  lockDoor(): Promise<LockDoor>;
  /** X2: makes, keeps and follows the personality context. */
  keepContext(): void;
  /** null: it is not kept here yet. */
  persona(): Promise<Persona | null> | null;
}

export function createLater({ platform, device, visit, connected, connection, poked, wrote, anew, quiesce, stopped, onStop, report }: PageTools): Later {
  const { clock, random } = platform;
  const { registry, writer, store } = device;
  const { keepDeletions, settleDeletions, ...onMessages } = messageCommands({ device, clock, random, wrote: () => void wrote({ ok: true }), report });

  const accountDeps = async (): Promise<AccountDeps> => {
    const rest = { device, clock, idb: platform.idb };
    if (platform.auth !== undefined) return { ...rest, auth: platform.auth };
    const [{ createAuth }, { config }, { pageLanguage }] = await Promise.all([
      import("../adapters/supabase/auth.ts"),
      connected(),
      import("../adapters/browser/language.ts"),
    ]);
    return { ...rest, auth: createAuth({ config, fetch: platform.fetch, now: () => clock.now(), language: pageLanguage }) };
  };
  const keep = persistence(device);
  let keeper: ContextKeeper | null = null;
  let opened: OpenDoors | null = null;
  async function doors(): Promise<OpenDoors> {
    const { createDoors } = await import("./doors/doors.ts");
    return (opened ??= createDoors({ platform, device, connected, anew, quiet: quiesce, stopped, wrote: () => void wrote({ ok: true }), report }));
  }
  const archive = async () =>
    (await import("./archive/commands.ts")).archiveCommands(platform, device, () => {
      wrote({ ok: true });
      // T2: as after a first message.
      keep.afterFirstMessage().catch(report);
    });

  const facts = factCommands(device, clock, random);

  return {
    ...onMessages,
    ...statusViews(device),
    answerItem: async (...asked) => wrote(await answerItem(writer, ...asked)),
    addFact: async (...asked) => wrote(await facts.addFact(...asked)),
    editFact: async (...asked) => wrote(await facts.editFact(...asked)),
    forgetFact: async (id) => wrote(await facts.forgetFact(id)),
    moveFact: async (...asked) => wrote(await facts.moveFact(...asked)),
    personality: personalityView(device),
    facts: factViews(device),
    shaped: (id) => shapedBy(store, id),
    setPreference: async (key, value) => wrote(await setPreference(writer, key, value)),
    async trackActivity(kind) {
      const page = await visit();
      if (page === null) throw new Error("what counts cannot be loaded");
      return trackActivity({ page, clock, wrote: () => void wrote({ ok: true }), report }, kind);
    },
    requestPersistence: () => keep.ask(),
    keepAfterFirstMessage: () => keep.afterFirstMessage(),
    markRead: (place) => markRead(store, place),
    retryQuarantined: async (id) => wrote(await retry(platform, device, id)),
    discardQuarantined: async (id) => wrote(await discard(device, (await connected()).transport, id)),
    exportQuarantined: (id): Promise<Json> => exportEntry(store, id),
    exportEverything: async (...asked) => (await archive()).exportEverything(...asked),
    exportBackup: async (...asked) => (await archive()).exportBackup(...asked),
    openArchive: async (...asked) => (await archive()).openArchive(...asked),
    signUp: async (email, password) => signUp(await accountDeps(), email, password),
    signIn: async (email, password) => signIn(await accountDeps(), email, password),
    codes: async () => (await import("./letters/open-codes.ts")).openCodes(platform, await accountDeps(), await connected()),
    async signOut(how = { kind: "now" }) {
      // M2: what waits for the end of undo has to arrive like everything else.
      await settleDeletions();
      const [here, { auth }] = await Promise.all([doors(), accountDeps()]);
      return here.signOut(auth, how);
    },
    doors,
    followDeletions() {
      if (!stopped.aborted) onStop(keepDeletions());
    },
    followPokes() {
      if (!stopped.aborted) onStop(followPokes(connection, clock, poked));
    },
    goOnBringing(userId) {
      if (userId === null) return;
      registry
        .accounts()
        .then(async (all) => all.some(({ claimedBy }) => claimedBy?.userId === userId) && (await doors()).resume())
        .catch(report);
    },
    tendLife() {
      const loading = Promise.resolve(platform.idle?.()).then(() => import("./life/open.ts"));
      // Not to be had, offline at a first visit: the first screen that asks for numbers does it.
      const tend = ({ openLife }: Awaited<typeof loading>): unknown =>
        stopped.aborted ||
        openLife(device, platform)
          .tend()
          .catch((reason: unknown) => stopped.aborted || report(reason));
      loading.then(tend, () => undefined);
    },
    keepContext() {
      const loading = Promise.resolve(platform.idle?.()).then(() => import("./personality/open-context.ts"));
      // Not to be had, offline at a first visit: replies go by what is kept.
      loading.then(
        ({ openContext }) => {
          if (stopped.aborted) return;
          const kept = openContext(platform, device, connected, report);
          kept.follow();
          onStop(() => kept.stop());
          keeper = kept;
        },
        () => undefined,
      );
    },
    persona: () => keeper?.persona() ?? null,
    lockDoor: async () => (await import("./lock/page-door.ts")).pageDoor(platform, device, async () => (await accountDeps()).auth, quiesce),
  };
}

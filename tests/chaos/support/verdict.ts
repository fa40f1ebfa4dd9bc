/** The judge after a round: what was accepted is on the server and on every device exactly once, in one order, and nothing else is. */
import type { World } from "./storm.ts";
import type { Look, MessageRow } from "./look.ts";
import { trace } from "./trace.ts";

/** Kinds of harm, counted in the table. */
export interface Harm {
  readonly losses: number;
  readonly doubles: number;
  readonly divergences: number;
}

interface Seen {
  readonly server: readonly MessageRow[];
  readonly looks: readonly Look[];
}

type Finding = { readonly kind: "lost" | "doubled" | "differs" | "unsettled"; readonly what: string };

const repeated = (values: readonly string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];

function findings({ server, looks }: Seen, { devices, ledger }: World): Finding[] {
  const found: Finding[] = [];
  const own = server.filter(({ sender_type }) => sender_type === "user");
  const replies = server.filter(({ sender_type }) => sender_type === "ai");
  const onServer = new Map(own.map((row) => [row.id, row.message_text]));
  for (const { id, text } of ledger.allAccepted) if (onServer.get(id) !== text) found.push({ kind: "lost", what: `${text} (${id}) is not on the server` });
  for (const text of repeated(own.map(({ message_text }) => message_text))) found.push({ kind: "doubled", what: text });
  for (const text of repeated(ledger.allAccepted.map((one) => one.text))) found.push({ kind: "doubled", what: `${text} was shown under two ids` });
  for (const id of repeated(replies.map(({ reply_to }) => reply_to ?? ""))) found.push({ kind: "doubled", what: `two replies to ${onServer.get(id) ?? id}` });
  for (const { message_text } of own) if (!ledger.typed.has(message_text)) found.push({ kind: "differs", what: `nobody wrote ${JSON.stringify(message_text)}` });
  for (const { reply_to } of replies) if (!onServer.has(reply_to ?? "")) found.push({ kind: "differs", what: `a reply to nothing: ${reply_to}` });
  for (const { name } of devices) {
    const last = own.findLast(({ message_text }) => ledger.typed.get(message_text) === name);
    if (last && !replies.some(({ reply_to }) => reply_to === last.id)) found.push({ kind: "unsettled", what: `${last.message_text} has no reply` });
  }
  for (const [index, look] of looks.entries()) found.push(...ofDevice(look, server).map(({ kind, what }) => ({ kind, what: `${devices[index]?.name}: ${what}` })));
  return found;
}

/**
 * Texts that were sent and stand in the field again: a second tab may have taken the draft over before the first one sent it. Nothing
 * is doubled unless the person sends it again, so it is counted and not judged.
 */
const leftInField = (looks: readonly Look[], { ledger }: World): number =>
  ledger.allAccepted.filter(({ text }) => looks.some(({ draft }) => draft.includes(text))).length;

const brief = ({ id, stamp, sender_type, message_text, reply_to }: MessageRow): string => JSON.stringify([stamp, id, sender_type, message_text, reply_to]);

function ofDevice(look: Look, server: readonly MessageRow[]): Finding[] {
  const found: Finding[] = [];
  const unsettled = (what: string): void => void found.push({ kind: "unsettled", what });
  if (look.sync !== "synced" || look.pending !== "0") unsettled(`status ${look.sync}, ${look.pending} pending`);
  if (look.outbox > 0) unsettled(`${look.outbox} in the outbox`);
  if (look.asks > 0) unsettled(`${look.asks} questions open`);
  if (look.quarantined > 0) unsettled(`${look.quarantined} in quarantine`);
  const [here, there] = [look.messages.map(brief), server.map(brief)];
  for (const id of repeated(look.messages.map((row) => row.id))) found.push({ kind: "doubled", what: `${id} is in two databases` });
  for (const row of here) if (!there.includes(row)) found.push({ kind: "differs", what: `only here: ${row}` });
  for (const row of there) if (!here.includes(row)) found.push({ kind: "differs", what: `only on the server: ${row}` });
  if (found.length === 0 && here.join() !== there.join()) found.push({ kind: "differs", what: "another order" });
  // What is drawn is the end of the conversation.
  const end = server.slice(server.length - look.drawn.length);
  if (look.drawn.length === 0 && server.length > 0) unsettled("nothing is drawn");
  for (const [index, { id, text }] of look.drawn.entries()) {
    if (end[index]?.id !== id) unsettled(`drawn at ${index} of ${look.drawn.length}: ${text}, not ${end[index]?.message_text}`);
  }
  for (const { state, text } of look.drawn) if (state === "failed" || state === "local") unsettled(`${text} is ${state}`);
  return found;
}

export interface Verdict {
  /** From the end of the storm until everything was as it should be, or until nobody waited any longer. */
  readonly healMs: number;
  /** What still was not, in words. */
  readonly wrong: readonly string[];
  readonly harm: Harm;
  readonly leftInField: number;
}

/** How often somebody who is not patient tries their network again, ms. */
const knockMs = 1000;

/** Waits until everything is as it should be, `patient` without touching anything. */
export async function judge(world: World, rowsOfServer: () => Promise<readonly MessageRow[]>, { patient, timeout }: { readonly patient: boolean; readonly timeout: number }): Promise<Verdict> {
  const from = performance.now();
  const passed = (): number => performance.now() - from;
  let found: Finding[] = [];
  let knocked = 0;
  let before = "";
  let left = 0;
  do {
    if (!patient && passed() > knocked * knockMs) {
      knocked += 1;
      await Promise.all(world.devices.map((device) => device.use("knock", () => device.knock())));
    }
    const [server, ...looks] = await Promise.all([rowsOfServer(), ...world.devices.map((device) => device.look())]);
    found = findings({ server, looks }, world);
    left = leftInField(looks, world);
    const told = found[0]?.what ?? "healed";
    if (told !== before) trace("judged:", told);
    before = told;
  } while (found.length > 0 && passed() < timeout);
  const count = (kind: Finding["kind"]): number => found.filter((one) => one.kind === kind).length;
  return {
    healMs: passed(),
    wrong: found.map(({ kind, what }) => `${kind}: ${what}`),
    harm: { losses: count("lost"), doubles: count("doubled"), divergences: count("differs") + count("unsettled") },
    leftInField: left,
  };
}

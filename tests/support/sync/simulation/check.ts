/** What must hold once a world has healed. */
import type { Row, WireRow } from "../../../../src/sync/ports.ts";
import { streakDayId } from "../../../../src/domain/streak/day-id.ts";
import { parseDay, parseMoment, startOn } from "../../../../src/domain/streak/local-day.ts";
import { maxAheadMs } from "../../../../src/sync/hlc.ts";
import { specs } from "../device.ts";
import { bareText, byKey, contains } from "./held.ts";
import type { Person } from "./person.ts";
import type { Profile } from "./profile.ts";
import { robot } from "./server.ts";
import { isChoking, type Simulation } from "./world.ts";

export type Problem = { readonly kind: "loss" | "double" | "divergence" | "stranger" | "unsettled" | "innocent" | "unlived" | "error"; readonly text: string };

const isProfileSettled = ({ store: { data } }: Profile, head: number): boolean =>
  data.outbox.size === 0 && data.state.cursor?.[0] === head && data.state.history === null && data.state.backfill === null && data.state.audit === null;

export async function isSettled(world: Simulation): Promise<boolean> {
  for (const person of world.people) {
    const head = await world.server.head(person.user);
    if (!world.profilesOf(person).every((profile) => isProfileSettled(profile, head))) return false;
  }
  return true;
}

/** Every device has what the server has, nothing that was promised is missing or there twice, and nobody has anything of anybody else. */
export async function check(world: Simulation): Promise<readonly Problem[]> {
  const problems: Problem[] = world.errors.map((error) => ({ kind: "error", text: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  for (const person of world.people) {
    const rows = await world.server.rows(person.user);
    const head = await world.server.head(person.user);
    const profiles = world.profilesOf(person);
    const own = profiles.flatMap((profile) => checkProfile(world, profile, rows, head));
    problems.push(...own, ...strangers(person, `the server's rows of ${person.name}`, rows), ...checkPromises(person, rows, profiles), ...checkDays(world, rows));
  }
  return problems;
}

function checkProfile(world: Simulation, profile: Profile, server: readonly WireRow[], head: number): Problem[] {
  const { data } = profile.store;
  const problems: Problem[] = [];
  const wrong = (kind: Problem["kind"], text: string): void => void problems.push({ kind, text: `${profile.name}: ${text}` });
  if (!isProfileSettled(profile, head)) {
    const { cursor, history, audit } = data.state;
    wrong("unsettled", `${data.outbox.size} waiting, ${JSON.stringify({ cursor, history, audit, head })}`);
  }
  const quarantine = [...data.quarantine.values()];
  for (const { code, ops, id } of quarantine) {
    world.tally[code === "undeliverable" ? "undeliverable" : "refused"] += 1;
    const guilty = ops.some(({ row }) => (code === "undeliverable" ? isChoking(row) : row["sender_type"] === robot));
    if (!guilty) wrong("innocent", `${id} is in quarantine (${code})`);
  }
  // This device alone holds what it may not send.
  const held = new Set(quarantine.flatMap(({ ops }) => ops.map(({ table, row }) => `${table} ${row.id}`)));
  const local = specs.flatMap(({ name }) => profile.store.table(name).map((row) => ({ table: name, row })));
  const [mine, theirs] = [lines(local, held), lines(server, held)];
  for (const line of mine) if (!theirs.has(line)) wrong("divergence", `only here ${line}`);
  for (const line of theirs) if (!mine.has(line)) wrong("divergence", `only on the server ${line}`);
  const pending = local.filter(({ row }) => Number(row["_seq"] ?? 0) > data.state.ackedSeq);
  for (const { table, row } of pending) wrong("unsettled", `${table} ${row.id} looks pending`);
  const everything = [...local, ...quarantine.flatMap(({ ops }) => ops)];
  return [...problems, ...strangers(profile.person, profile.name, everything)];
}

const lines = (rows: readonly WireRow[], without: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(rows.filter(({ table, row }) => !without.has(`${table} ${row.id}`)).map(({ table, row }) => `${table} ${bareText(row)}`));

/** Nothing of another account anywhere: not its words, and nothing that a device of it stamped. */
const strangers = (person: Person, where: string, rows: readonly WireRow[]): Problem[] =>
  rows.filter(({ row }) => !isOf(person, row)).map(({ table, row }) => ({ kind: "stranger", text: `${where}: ${table} ${bareText(row)}` }));

function isOf({ clients, name }: Person, row: Row): boolean {
  const words = row["message_text"];
  const value = row["value"];
  if (typeof words === "string" && words !== "" && !words.startsWith(name)) return false;
  if (typeof value === "object" && value !== null && Reflect.get(value, "of") !== name) return false;
  return clients.has(row.stamp.slice(-16));
}

/** K4: no date on which nobody can have done anything yet, and none that its own moments do not lie on. */
function checkDays(world: Simulation, rows: readonly WireRow[]): Problem[] {
  return rows.flatMap(({ table, row }): Problem[] => {
    const day = parseDay(String(row["day"]));
    if (table !== "streak_days" || day === null) return [];
    const moments = [row["first_moment"], row["last_moment"]].map((text) => parseMoment(String(text)));
    const isLived = moments.every((moment) => moment !== null && moment.at <= world.clock.now() + maxAheadMs && startOn(moment, day) !== null);
    return isLived && row.id === streakDayId(day) ? [] : [{ kind: "unlived", text: bareText(row) }];
  });
}

function checkPromises(person: Person, server: readonly WireRow[], profiles: readonly Profile[]): Problem[] {
  const problems: Problem[] = [];
  const rows = byKey(server);
  const kept = new Set(profiles.flatMap(({ store }) => [...store.data.quarantine.values()].flatMap(({ ops }) => ops.map(({ table, row }) => `${table} ${row.id}`))));
  for (const [id, ops] of person.promised) {
    for (const op of ops) {
      const key = `${op.table} ${op.row.id}`;
      if (!contains(rows.get(key), op) && !kept.has(key)) problems.push({ kind: "loss", text: `${id} of ${person.name}: ${key} ${bareText(op.row)}, the server has ${bareText(rows.get(key) ?? { id: "nothing", stamp: "" })}` });
    }
  }
  for (const [id, by] of person.applied) {
    if (new Set(by).size < by.length) problems.push({ kind: "double", text: `${id} of ${person.name} was applied by ${by.join(", ")}` });
  }
  return problems;
}

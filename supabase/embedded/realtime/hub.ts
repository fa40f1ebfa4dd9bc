/** Who is on which topic: the fan-out of broadcasts and presence. */
import { randomUUID } from "node:crypto";

type Payload = Readonly<Record<string, unknown>>;

/** One socket's place on one topic. */
export interface Member {
  /** As the client names it, with the `realtime:` prefix. */
  readonly topic: string;
  readonly private: boolean;
  readonly presenceKey: string;
  /** What it tracks; null while it tracks nothing. */
  presence: Payload | null;
  deliver(event: string, payload: Payload): void;
}

export class Hub {
  readonly #topics = new Map<string, Set<Member>>();

  add(member: Member): void {
    const members = this.#topics.get(member.topic);
    if (members === undefined) this.#topics.set(member.topic, new Set([member]));
    else members.add(member);
  }

  remove(member: Member): void {
    const members = this.#topics.get(member.topic);
    if (members === undefined || !members.delete(member)) return;
    if (members.size === 0) this.#topics.delete(member.topic);
    if (member.presence !== null) this.#presenceDiff(member, null, member.presence);
  }

  /** To members with the same privacy: a public channel of the same name hears nothing private. */
  broadcast(topic: string, isPrivate: boolean, payload: Payload, except: Member | null): void {
    for (const member of this.#topics.get(topic) ?? []) {
      if (member !== except && member.private === isPrivate) member.deliver("broadcast", payload);
    }
  }

  track(member: Member, meta: Payload | null): void {
    const before = member.presence;
    member.presence = meta === null ? null : { ...meta, phx_ref: randomUUID() };
    this.#presenceDiff(member, member.presence, before);
  }

  /** Everybody present, by key, for one who has just joined. */
  presenceState(topic: string, isPrivate: boolean): Payload {
    const state = new Map<string, { metas: Payload[] }>();
    for (const { private: privacy, presenceKey, presence } of this.#topics.get(topic) ?? []) {
      if (presence === null || privacy !== isPrivate) continue;
      const known = state.get(presenceKey);
      if (known === undefined) state.set(presenceKey, { metas: [presence] });
      else known.metas.push(presence);
    }
    return Object.fromEntries(state);
  }

  #presenceDiff(of: Member, joined: Payload | null, left: Payload | null): void {
    const entry = (meta: Payload | null) => (meta === null ? {} : { [of.presenceKey]: { metas: [meta] } });
    for (const member of this.#topics.get(of.topic) ?? []) {
      if (member.private === of.private) member.deliver("presence_diff", { joins: entry(joined), leaves: entry(left) });
    }
  }
}

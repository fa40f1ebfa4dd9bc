/** The states a person's days can be in (`?seed=day7`): for Home and the page of the days. */
import type { SessionItem } from "../../../../src/runtime/life/views.ts";
import type { MoodTrend } from "../../../../src/domain/mood/mood-trend.ts";
import { addDays, dayOf } from "../../../../src/domain/streak/local-day.ts";
import type { FakeDay, LifeSeed } from "../fake-life.ts";
import type { FakeSeed } from "../fake-runtime.ts";

type Seed = Partial<FakeSeed>;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const user = { kind: "user", userId: "00000000-0000-4000-8000-000000000001", email: "rima@example.org", signedOut: false } as const;
const synced = (now: number): Seed => ({ account: user, status: { state: "synced", lastSyncAt: now } });

const kinds = ["chat", "game", "music", "video"] as const;
/** As days go: a little, a lot, never quite the same. */
const some = (ago: number): FakeDay => ({ ago, minutes: [4, 18, 42, 75, 9, 33, 12][(ago * 5 + Math.floor(ago / 9)) % 7] ?? 5, kind: kinds[ago % 11 === 3 ? 1 : ago % 13 === 5 ? 2 : ago % 29 === 7 ? 3 : 0] });
const each = (from: number, to: number, without: readonly number[] = []): readonly FakeDay[] =>
  Array.from({ length: from - to + 1 }, (_, at) => from - at).flatMap((ago) => (without.includes(ago) ? [] : [some(ago)]));

function visits(now: number, count: number): readonly SessionItem[] {
  return Array.from({ length: count }, (_, index) => {
    const start = now - index * 17 * hourMs - 42 * minuteMs;
    const minutes = [42, 8, 25, 3, 61][index % 5] ?? 5;
    return {
      id: `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`,
      start,
      end: index === 0 ? null : start + minutes * minuteMs,
      minutes: index === 0 ? null : minutes,
      activities: index % 3 === 0 ? ["chat", "game"] : ["chat"],
      isCurrent: index === 0,
    };
  });
}

function heard(now: number, scores: readonly (number | null)[]): MoodTrend {
  const today = dayOf({ at: now, offset: 0 }, 0);
  return { days: scores.map((score, at) => ({ day: addDays(today, at - 13), score, messages: score === null ? 0 : 3 })), words: ["calm", "tired"] };
}

const life = (seed: LifeSeed, rest: Seed = {}): Seed => ({ messages: 12, life: seed, ...rest });

export function lifeSeedOf(name: string, now: number): Seed | null {
  switch (name) {
    case "firstday":
      return life({ days: [{ ago: 0, minutes: 3 }], numbers: { messages: 4, sessions: 1 }, sessions: visits(now, 1) }, { session: { id: "s1", start: now - 3 * minuteMs, activities: ["chat"] } });
    case "day7":
      return life({ days: each(6, 0), numbers: { messages: 48, sessions: 9 }, sessions: visits(now, 9) }, { moods: heard(now, [null, null, null, null, null, null, null, -0.4, null, -0.1, 0.1, 0.2, null, 0.5]), ...synced(now) });
    case "risk":
      return life({ days: each(4, 1), numbers: { messages: 23, sessions: 5 }, sessions: visits(now, 5) }, synced(now));
    case "rested":
      return life({ days: each(18, 1, [3, 9]), numbers: { messages: 92, sessions: 20 } }, synced(now));
    case "broken":
      return life({ days: each(9, 2, [5]), numbers: { messages: 40, sessions: 8 } }, synced(now));
    case "long":
      return life(
        { days: each(405, 0, [12, 31, 62, 130, 131, 244]), numbers: { messages: 12_480, sessions: 655, games: 61 }, sessions: visits(now, 120) },
        { session: { id: "s1", start: now - 42 * minuteMs, activities: ["chat", "game"] }, moods: heard(now, [-0.3, -0.5, null, -0.2, 0, 0.1, null, 0.3, 0.2, 0.4, 0.1, null, 0.5, 0.6]), ...synced(now) },
      );
    case "strictrun":
      return life({ days: each(30, 0, [4, 15]), restDays: false }, synced(now));
    case "traveller":
      // Ten days at home, a few on Hawaii, then over the date line to Tokyo: a date that never came.
      return life({ days: [...each(12, 9), ...[8, 7, 6, 5].map((ago) => ({ ...some(ago), offset: -600 })), ...[3, 2, 1, 0].map((ago) => ({ ...some(ago), offset: 540 }))] }, synced(now));
    case "away":
      return life({ days: each(3, 0), numbers: { messages: 30, sessions: 4 } }, { account: user, status: { state: "offline", pending: 5 } });
    case "arriving":
      return life({ days: each(2, 0), incomplete: true }, { account: user, status: { state: "syncing" } });
    case "heavy":
      return life({ days: each(10, 0) }, { moods: heard(now, [0.2, null, -0.2, -0.4, null, -0.3, -0.6, -0.5, null, -0.4, -0.7, -0.6, -0.5, -0.6]), ...synced(now) });
    default:
      return null;
  }
}

/** The trend of the person's mood (B9), followed while a screen shows it. */
import { moods, type Mood } from "@edge/mood/moods.ts";
import { ownMessagesSince } from "../adapters/dexie/own-messages.ts";
import { engineState, rows } from "../adapters/dexie/queries.ts";
import { type HeardMood, type MoodTrend, moodTrend, trendDays } from "../domain/mood/mood-trend.ts";
import type { ChatMessageRow, PreferenceRow } from "../domain/records.ts";
import { dayOf, type Moment } from "../domain/streak/local-day.ts";
import { msOf } from "../shared/instant.ts";
import type { Live } from "../shared/live.ts";
import type { Clock } from "../sync/ports.ts";
import { correctedNow } from "../sync/state.ts";
import type { Device } from "./device.ts";
import { combine, sameJson } from "./live.ts";
import { preferencesOf } from "./preferences.ts";

const mostMessages = 400;
/** Two days more than the trend has: zones, and the start of the day. */
const reachMs = (trendDays + 2) * 24 * 3_600_000;

/** Messages keep no offset of their own: these are the dates on this device's wall. */
const momentHere = (at: number): Moment => ({ at, offset: -new Date(at).getTimezoneOffset() });

/** A mood that a newer version of the app named is as good as none. */
const known = (name: string | null): Mood | null => moods.find((mood) => mood === name) ?? null;
const heard = (row: ChatMessageRow): HeardMood => ({ moment: momentHere(msOf(row.created_at)), score: row.sentiment_score, mood: known(row.mood_detected) });

/** Stamps begin with their instant in hexadecimal. */
const stampAt = (ms: number): string => Math.max(0, ms).toString(16).padStart(12, "0");

export const moodsOf = ({ db }: Pick<Device, "db">, clock: Clock): Live<MoodTrend> =>
  combine(
    [ownMessagesSince(db, () => stampAt(clock.now() - reachMs), mostMessages), rows<PreferenceRow>(db, "preferences"), engineState(db)],
    (messages, chosen, state) => {
      const { dayStart } = preferencesOf(chosen);
      return moodTrend(messages.map(heard), dayOf(momentHere(correctedNow(clock, state)), dayStart), dayStart);
    },
    sameJson,
  );

/** The trend of the person's mood (B9), followed while a screen shows it. */
import { ownMessagesSince } from "../../adapters/dexie/own-messages.ts";
import { engineState, rows } from "../../adapters/dexie/queries.ts";
import { type HeardMood, isMood, type MoodTrend, moodTrend, trendDays } from "../../domain/mood/mood-trend.ts";
import type { ChatMessageRow, PreferenceRow } from "../../domain/records.ts";
import { msOf } from "../../shared/instant.ts";
import type { Live } from "../../shared/live.ts";
import type { Device } from "../device.ts";
import { combine, sameJson } from "../live.ts";
import { preferencesOf } from "../preferences.ts";
import { liveToday, type WallTime } from "./today.ts";

const mostMessages = 400;
/** Two days more than the trend has: zones, and the start of the day. */
const reachMs = (trendDays + 2) * 24 * 3_600_000;
/** Stamps begin with their instant in hexadecimal. */
const stampAt = (ms: number): string => Math.max(0, ms).toString(16).padStart(12, "0");

export function liveMoods({ db }: Pick<Device, "db">, { clock, offsetAt }: WallTime): Live<MoodTrend> {
  /** Messages keep no offset of their own: these are the dates on this device's wall. A mood that a newer version named is as good as none. */
  const heard = ({ created_at, sentiment_score: score, mood_detected: mood }: ChatMessageRow): HeardMood => {
    const at = msOf(created_at);
    return { moment: { at, offset: offsetAt(at) }, score, mood: isMood(mood) ? mood : null };
  };
  const settings = combine(
    [engineState(db), rows<PreferenceRow>(db, "preferences")],
    ({ clockOffset }, chosen) => ({ clockOffset: clockOffset ?? 0, dayStart: preferencesOf(chosen).dayStart }),
    sameJson,
  );
  return combine(
    [ownMessagesSince(db, () => stampAt(clock.now() - reachMs), mostMessages), liveToday({ clock, offsetAt }, settings)],
    (messages, { today, dayStart }) => moodTrend(messages.map(heard), today, dayStart),
    sameJson,
  );
}

/** The trend of the person's mood (B7), followed while a screen shows it. */
import { moods, type Mood } from "@edge/mood/moods.ts";
import { ownMessagesSince } from "../adapters/dexie/own-messages.ts";
import { type MoodTrend, moodTrend, trendDays } from "../domain/mood/mood-trend.ts";
import type { ChatMessageRow } from "../domain/records.ts";
import { dayOf, type Moment } from "../domain/streak/local-day.ts";
import type { Live } from "../shared/live.ts";
import { msOf } from "../shared/instant.ts";
import type { Device } from "./device.ts";
import { combine, sameJson } from "./live.ts";
import type { Platform } from "./platform.ts";

const mostMessages = 400;
const dayMs = 24 * 3_600_000;

/** Where the clocks on this device's wall are at an instant: messages keep none of their own. */
const here = (at: number): Moment => ({ at, offset: -new Date(at).getTimezoneOffset() });

/** A mood that a newer version of the app named is as good as none. */
const known = (name: string | null): Mood | null => moods.find((mood) => mood === name) ?? null;
const heard = (row: ChatMessageRow) => ({ moment: here(msOf(row.created_at)), score: row.sentiment_score, mood: known(row.mood_detected) });

/** A stamp begins with its instant, which is not before its message; two days more for zones and the start of the day. */
const earliestStamp = (now: number): string => (now - (trendDays + 2) * dayMs).toString(16).padStart(12, "0");

export const moodsOf = ({ db }: Device, { clock }: Pick<Platform, "clock">): Live<MoodTrend> =>
  combine(
    [ownMessagesSince(db, () => earliestStamp(clock.now()), mostMessages)],
    (rows) => moodTrend(rows.map(heard), dayOf(here(clock.now()), 0), 0),
    sameJson,
  );

/** What screens of days, numbers and sessions ask for: loaded with the first of them. */
import type { Live } from "../../shared/live.ts";
import type { MoodTrend } from "../../domain/mood/mood-trend.ts";
import type { Device } from "../device.ts";
import { life } from "./life.ts";
import { liveMoods } from "./moods.ts";
import { sessionPages } from "./sessions.ts";
import { tendTally } from "./tally.ts";
import type { WallTime } from "./today.ts";
import type { LifeView, SessionPage } from "./views.ts";

export interface OpenLife {
  readonly life: Live<LifeView>;
  readonly moods: Live<MoodTrend>;
  sessions(limit: Live<number>): Live<SessionPage>;
  /** N2. */
  tend(): Promise<void>;
}

export const openLife = (device: Device, time: WallTime): OpenLife => ({
  life: life(device, time),
  moods: liveMoods(device, time),
  sessions: (limit) => sessionPages(device.db, limit),
  tend: () => tendTally(device.store),
});

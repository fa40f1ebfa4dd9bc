/** K1: one row a date, which every device names alike. */
import { uuidv5 } from "@edge/uuid-v5.ts";

const dayNamespace = "2f6d1a0c-9c3e-4a53-8d0e-7b1f5f0a6b52";
export const streakDayId = (day: string): string => uuidv5(day, dayNamespace);

/** V1: a visit is a session once something was done in it. */
import type { VisitRow } from "../rows.ts";

/** The session that is running on this device. */
export const runningSession = (visit: VisitRow | undefined): string | null => (visit === undefined || visit.activities.length === 0 ? null : visit.sessionId);

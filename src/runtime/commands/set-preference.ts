/** A preference: a synced row that wins over other devices by being the latest. */
import type { Result } from "../../shared/result.ts";
import type { Writer } from "../../sync/writer.ts";
import type { Preferences, WriteError } from "../api.ts";
import { preferenceId } from "../derived-ids.ts";
import { asRow, type VisitRow } from "../rows.ts";
import { written } from "./write-error.ts";

export const setPreference = <K extends keyof Preferences>(writer: Writer, key: K, value: Preferences[K]): Promise<Result<void, WriteError>> =>
  written(() =>
    writer.write(["preferences", "kv"], async (context) => {
      const visits = context.side<VisitRow>("kv");
      const visit = key === "dayStart" ? await visits.get("visit") : undefined;
      // K1: it may be another date now, which the next message has to tell.
      if (visit) await visits.put({ ...visit, told: null });
      await context.put("preferences", asRow({ id: preferenceId(key), stamp: context.stamp(), key, value }));
    }),
  );

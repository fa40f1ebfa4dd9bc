/** What Postgres answers about a person's context (X4), and the context made of it. */
import { buildContext } from "../_shared/personality/context.ts";
import { contextBuild } from "../_shared/personality/context-build.ts";
import type { Language } from "../_shared/companion/language.ts";
import { type Scores, scoresOf } from "../_shared/personality/score.ts";
import { isRecord } from "../chat/postgrest.ts";
import type { ContextCache, KeptContext } from "./cache.ts";

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** null: no answers speak for the person. What Postgres' own rules do not allow is nothing it could have sent. */
function scores(value: unknown): Scores | null {
  const answers = list(value).flatMap((pair) => {
    const [item, answer] = list(pair);
    return typeof item === "number" && typeof answer === "number" ? [[item, answer] as const] : [];
  });
  return answers.length === 0 ? null : scoresOf(new Map(answers));
}

/** The rows of `sync.context_rows` as a context. */
function fromRows(rows: Readonly<Record<string, unknown>>): KeptContext["context"] {
  const locale = rows["locale"];
  return buildContext({
    scores: scores(rows["answers"]),
    facts: list(rows["facts"]).flatMap((fact) => {
      if (!isRecord(fact)) return [];
      const [id, createdAt] = [textOr(fact["id"]), textOr(fact["created_at"])];
      return id === null || createdAt === null ? [] : [{ id, text: textOr(fact["text"]), createdAt }];
    }),
    messages: list(rows["messages"]).flatMap((message) => {
      if (!isRecord(message)) return [];
      const score = message["score"];
      return [{ text: textOr(message["text"]) ?? "", mood: textOr(message["mood"]), score: typeof score === "number" ? score : null }];
    }),
    locale: locale === "en" || locale === "bn" ? (locale satisfies Language) : null,
    // Only what was switched off is off: a default is not a row.
    usePersonality: rows["use_personality"] !== false,
  });
}

/** Versions that `sync.context` need not send rows for, told to Postgres before it is known which one is right. */
export const versionsOf = (...kept: readonly (string | null | undefined)[]): readonly string[] => kept.filter((version) => typeof version === "string");

export type ReadContext =
  | { readonly kind: "context"; readonly kept: KeptContext }
  /** One of the versions that were told, and not what is kept here. */
  | { readonly kind: "known"; readonly version: string }
  /** Not what `sync.context` answers. */
  | { readonly kind: "misfit" };

/**
 * `value`: the answer of `sync.context` for this person's own token. `before`: what was kept when it was asked, which is still right if
 * the version is the same.
 */
export function readContext(value: unknown, user: string, cache: ContextCache, before: KeptContext | null): ReadContext {
  if (!isRecord(value) || typeof value["version"] !== "string") return { kind: "misfit" };
  const { version, rows } = value;
  if (typeof version !== "string") return { kind: "misfit" };
  if (before?.version === version) return { kind: "context", kept: before };
  if (rows === null) return { kind: "known", version };
  if (!isRecord(rows)) return { kind: "misfit" };
  const context = fromRows(rows);
  const kept = { version, context, json: JSON.stringify(context) };
  cache.set(user, kept);
  return { kind: "context", kept };
}

/** Another build makes another context of the same rows. */
export const etagOf = (version: string): string => `"${contextBuild}.${version}"`;

/** The version that an `If-None-Match` names, of this build; null: none. Weak or strong, one or many: any of ours will do. */
export function versionIn(header: string | null): string | null {
  const found = new RegExp(`"${contextBuild}\\.([0-9]{1,20}(?:\\.[0-9]{1,20}){3})"`).exec((header ?? "").slice(0, 1000));
  return found?.[1] ?? null;
}

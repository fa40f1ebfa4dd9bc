/** X4: the account's personality context from the server. What is not one, or another person's, is no answer. */
import * as v from "valibot";
import { maxFact, maxText, mostFacts, type PersonalityContext } from "@edge/personality/context.ts";
import { moods } from "@edge/mood/moods.ts";
import { traits } from "@edge/personality/items.ts";
import type { Authorized } from "./authorized.ts";

export type ContextAnswer =
  | { readonly kind: "context"; readonly etag: string; readonly context: PersonalityContext }
  /** The one with this ETag is right. */
  | { readonly kind: "same" }
  /** Nothing that can be used. */
  | { readonly kind: "none" };

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const schema = v.object({
  schema: v.literal(1),
  locale: v.picklist(["en", "bn"]),
  style: v.object({
    length: v.picklist(["short", "usual", "long"]),
    directness: v.picklist(["soft", "usual", "plain"]),
    warmth: v.picklist(["usual", "warm"]),
    questions: v.picklist(["few", "usual", "curious"]),
  }),
  traits: v.pipe(v.array(v.object({ trait: v.picklist(traits), band: v.picklist(["low", "middle", "high"]), words: text(500) })), v.maxLength(traits.length)),
  facts: v.pipe(v.array(v.object({ id: v.pipe(v.string(), v.uuid()), text: text(2 * maxFact) })), v.maxLength(mostFacts)),
  mood: v.nullable(v.object({ tone: v.picklist(["low", "mixed", "bright"]), named: v.nullable(v.picklist(moods)) })),
  text: text(maxText),
});

/** `user`: whose context it has to be. `etag`: of the one that is here. Never throws for what the network or the server does. */
export async function fetchContext(call: Authorized, user: string, etag: string | null, signal: AbortSignal): Promise<ContextAnswer> {
  const sent = await call({ path: "/functions/v1/personality-context", method: "GET", headers: etag === null ? {} : { "if-none-match": etag }, deadlineMs: 10_000, signal });
  if (!sent.ok || sent.value.kind !== "answered") return { kind: "none" };
  const { status, body } = sent.value;
  if (status === 304 && etag !== null) return { kind: "same" };
  const parsed = v.safeParse(v.object({ user: v.literal(user), etag: text(200), context: schema }), body);
  if (status !== 200 || !parsed.success) return { kind: "none" };
  return { kind: "context", etag: parsed.output.etag, context: parsed.output.context };
}

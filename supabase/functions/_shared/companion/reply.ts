/**
 * The rule-based companion (R6): the same words on the device and on the server, crisis first (R7), deterministic by seed.
 * It never gives medical advice and never writes a number: helplines come from the card alone.
 */
import { detectCrisis, type CrisisLevel } from "../crisis/detect.ts";
import type { Persona } from "../personality/style.ts";
import { hash, plain } from "../text.ts";
import { adapt, isShaped, sayingsFor, type ShapedBy, unshaped } from "./adapt.ts";
import { intentOf } from "./intent-of.ts";
import { replyLanguage } from "./language.ts";
import { recallName, topicOf } from "./recall.ts";
import { wordsBengali } from "./words-bengali.ts";
import { wordsEnglish } from "./words-english.ts";

export interface CompanionInput {
  readonly text: string;
  /** Oldest first, without `text` itself. */
  readonly history: readonly { readonly sender: "user" | "ai"; readonly text: string }[];
  /** The person's chosen language; null: answer in the language of the message. */
  readonly locale: "en" | "bn" | null;
  /** Message id and attempt: the same seed gives the same reply. */
  readonly seed: string;
  /** X6; absent: as one talks with anybody. */
  readonly persona?: Persona | null;
}

export interface CompanionReply {
  readonly text: string;
  readonly intent: string;
  readonly crisis: CrisisLevel;
  /** What of the persona changed its words (X5). */
  readonly shapedBy: ShapedBy;
}

const words = { en: wordsEnglish, bn: wordsBengali } as const;
/** How many of a person's messages after a crisis still get gentle words only. */
const gentleFor = 6;

/** `earlier`: further replies not to repeat, such as those of other attempts; they are no part of the conversation. */
export function companionReply(input: CompanionInput, earlier: readonly string[] = []): CompanionReply {
  const history = input.history.slice(-40);
  const said = history.filter((turn) => turn.sender === "user").map((turn) => turn.text);
  const own = history.filter((turn) => turn.sender === "ai").map((turn) => turn.text);
  const language = replyLanguage(input.text, said, input.locale);
  const { intent, crisis } = judge(input.text, said.slice(-gentleFor), own.at(-1) ?? null);
  const name = recallName([...said, input.text]);
  const topic = intent === "unknown" ? topicOf(input.text, language) : null;
  const key = intent === "name-ask" && name !== null ? "name-mine" : topic === null ? intent : "topic";
  const fill = (line: string) =>
    line
      .replace("{name}", name === null ? "" : `, ${name}`)
      .replace("{known}", name ?? "")
      .replace("{topic}", topic ?? "");
  const lately = [...own.slice(-8), ...earlier];
  const [sayings, questions] = words[language][key] ?? words[language]["unknown"] ?? [["…"], [""]];
  const choice = (from: readonly string[]) => choose(from.map(fill), questions.map(fill), lately, input.seed);
  const usual = choice(sayings);
  const { persona } = input;
  if (!persona || !isShaped(key)) return { text: joined(usual.say, usual.ask), intent: key, crisis, shapedBy: unshaped };
  const theirs = choice(sayingsFor(persona.style, sayings));
  return { ...adapt(persona, { intent: key, ...theirs }, usual.say, { text: input.text, language, own: lately, seed: input.seed }), intent: key, crisis };
}

function judge(text: string, said: readonly string[], lastOwn: string | null): { intent: string; crisis: CrisisLevel } {
  const { level } = detectCrisis(text);
  const asked = lastOwn === null ? null : safetyQuestion(lastOwn);
  const intent = intentOf(text);
  if (level === "explicit") return { intent: asked === "safe" && intent === "no" ? "crisis-unsafe" : "crisis-explicit", crisis: level };
  if (asked === "thoughts" && (intent === "yes" || affirmed.test(plain(text)))) return { intent: "crisis-explicit", crisis: "explicit" };
  if (asked === "safe" && (intent === "no" || refused.test(plain(text)))) return { intent: "crisis-unsafe", crisis: "explicit" };
  if (level === "ask") return { intent: someoneElse.test(` ${text.toLowerCase()} `) ? "crisis-other" : "crisis-ask", crisis: level };
  const lately = said.some((line) => detectCrisis(line).level === "explicit") || asked !== null;
  // Somebody who was in danger a moment ago gets no joke, no cheer and no farewell.
  if (lately && !["capable", "real", "advice", "name-ask", "name-tell"].includes(intent)) return { intent: "crisis-after", crisis: "none" };
  return { intent, crisis: level };
}

const affirmed = /^ (?:yes|yeah|yea|yep|i am|i do|sometimes|kind of|maybe|i think so|a lot|often|hae|ha|ji|হ্যাঁ|হ্যা|হা|জি|মাঝে মাঝে|কখনো কখনো|majhe majhe)(?= )/;
const refused = /^ (?:no|nope|not realy|im not|i am not|i dont know|idk|not sure|i dont think so|na|nah|না|নাহ|জানি না|jani na|মনে হয় না)(?= )/;
const someoneElse =
  /(?<![\p{L}])(?:my|a|his|her|our) (?:best |close |old |little |big |younger |older |girl|boy)?\s?(?:friend|brother|sister|mom|mum|mother|dad|father|son|daughter|cousin|uncle|aunt|girlfriend|boyfriend|wife|husband|classmate|colleague|roommate|neighbou?r|student|teacher|guy|girl|boy|man|woman)|(?<![\p{L}])(?:he|she|they) (?:is|wants|want|tried|said|says)|আমার (?:বন্ধু|ভাই|বোন|মা|বাবা|বান্ধবী|ছেলে|মেয়ে)|amar (?:bondhu|friend|bhai|vai|bon|ma|baba)\b/u;

/** Which question about safety the last reply ended with: a bare "yes" or "no" then means something else than usual. */
function safetyQuestion(reply: string): "safe" | "thoughts" | null {
  for (const language of ["en", "bn"] as const) {
    const ends = (key: string) => words[language][key]?.[1].some((question) => question !== "" && reply.endsWith(question)) === true;
    if (ends("crisis-explicit")) return "safe";
    if (ends("crisis-ask")) return "thoughts";
  }
  return null;
}

const joined = (say: string, ask: string): string => (ask === "" ? say : `${say} ${ask}`);

interface Pairing {
  readonly say: string;
  readonly ask: string;
}

/** The pairing least like what was said lately; the seed decides between equals. */
function choose(say: readonly string[], ask: readonly string[], own: readonly string[], seed: string): Pairing {
  const recent = own.toReversed();
  const staleness = (line: string) => {
    const at = line === "" ? -1 : recent.findIndex((reply) => reply.includes(line));
    return at < 0 ? 0 : recent.length - at;
  };
  let best = { say: "", ask: "", cost: Infinity, order: 0 };
  for (const first of say) {
    for (const question of ask) {
      const text = joined(first, question);
      const cost = (recent.includes(text) ? 100 : 0) + 2 * staleness(first) + staleness(question);
      const order = hash(`${seed}\n${text}`);
      if (cost < best.cost || (cost === best.cost && order < best.order)) best = { say: first, ask: question, cost, order };
    }
  }
  return best;
}

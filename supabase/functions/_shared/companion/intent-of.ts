/** Finds what a message is about: ranked rules over folded text. */
import { foldBengali, foldRoman, hasBengali, plain, squeeze } from "../text.ts";
import { intents, wholeMessage } from "./intents.ts";

/** Ends every alternative of the outermost level at a word's end, unless it ends with `~`. */
function boundary(source: string): string {
  const parts = [""];
  let depth = 0;
  for (const char of source) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => (part.endsWith("~") ? part.slice(0, -1) : `(?:${part})(?= )`)).join("|");
}
const outsideClasses = (source: string, fold: (text: string) => string) =>
  source
    .split(/(\[[^\]]*\])/)
    .map((part, index) => (index % 2 === 1 ? part : fold(part)))
    .join("");

interface Rule {
  readonly id: string;
  readonly deniable: boolean;
  readonly pattern: RegExp;
}

const rules = (pick: (intent: (typeof intents)[number]) => string): readonly Rule[] =>
  intents.map((intent) => {
    const source = pick(intent);
    return { id: intent.id, deniable: intent.deniable === true, pattern: new RegExp(wholeMessage.has(intent.id) ? `^ (?:${source}) (?:\\. )*$` : ` (?:${source})`) };
  });

let compiled: { readonly en: readonly Rule[]; readonly bn: readonly Rule[]; readonly roman: readonly Rule[] } | null = null;
const all = () =>
  (compiled ??= {
    en: rules((intent) => boundary(squeeze(intent.en))),
    bn: rules((intent) => foldBengali(intent.bn)),
    roman: rules((intent) => boundary(outsideClasses(intent.roman, foldRoman))),
  });

const deniedBefore = / (?:not|dont|never|isnt|arent|wasnt|no longer|no)(?: (?:feling|fel|so|realy|that|very|too|am|being|a|at al|even))*$/;
const deniedAfter = /^[^ .]*(?: (?:লাগছে|লাগে|হচ্ছে|করি|করছি|lage|lagce|hoce|kori))? (?:না|নাই|নেই|নি|na|nai|nei)(?= )/;

export function intentOf(text: string): string {
  const words = plain(text);
  const folded = foldRoman(words);
  const { en, bn, roman } = all();
  for (let rank = 0; rank < intents.length; rank++) {
    if (hit(en[rank], words) || (hasBengali(words) && hit(bn[rank], words)) || hit(roman[rank], folded)) return intents[rank]?.id ?? "unknown";
  }
  return "unknown";
}

function hit(rule: Rule | undefined, words: string): boolean {
  const found = rule?.pattern.exec(words);
  if (rule === undefined || found === null || found === undefined) return false;
  if (!rule.deniable || /(?:না|ন| na)$/.test(found[0])) return true;
  const after = words.slice(found.index + found[0].length);
  return !deniedBefore.test(words.slice(0, found.index)) && !deniedAfter.test(after);
}

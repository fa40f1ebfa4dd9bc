/**
 * Recognises that somebody may be thinking of suicide or self-harm (R7): from rules, on the device, before any reply.
 * It errs towards asking: what might be a signal and is not clearly explicit is `ask`, and nothing first-person is ever talked down to `none`.
 */
import { foldBengali, foldRoman, plain, squeeze } from "../text.ts";
import { askBengali, deathBengali, idiomsBengali, lifeBengali } from "./rules-bengali.ts";
import { askEnglish, explicitEnglish, idiomsEnglish } from "./rules-english.ts";
import { askRoman, deathRoman, idiomsRoman, lifeRoman } from "./rules-roman.ts";

/** `explicit`: a first-person signal. `ask`: veiled or uncertain, so the companion asks gently and offers the card. */
export type CrisisLevel = "none" | "ask" | "explicit";

export interface CrisisFinding {
  readonly level: CrisisLevel;
  /** The words that spoke, folded, for tests and diagnostics; null when none did. */
  readonly matched: string | null;
}

/** One language's rules, compiled. `idioms` are taken out first; `turned` says that the words around a match deny or distance it. */
interface Language {
  readonly idioms: RegExp;
  readonly explicit: readonly RegExp[];
  readonly ask: RegExp;
  turned(before: string, after: string, rule: RegExp): boolean;
}

const outsideClasses = (source: string, fold: (text: string) => string): string =>
  source
    .split(/(\[[^\]]*\])/)
    .map((part, index) => (index % 2 === 1 ? part : fold(part)))
    .join("");
const latin = (source: string) => (source.endsWith("~") ? squeeze(source.slice(0, -1)) : `(?:${squeeze(source)})(?= )`);
const roman = (source: string) => outsideClasses(source, foldRoman);
const compile = (sources: readonly string[], fold: (source: string) => string) => new RegExp(` (?:${sources.map(fold).join("|")})`, "g");

// "I don't want to die", "I'm not suicidal": the words directly before a match deny it. "Why not kill myself" does not.
const denied =
  / (?:dont|do not|didnt|did not|doesnt|does not|never|not|wont|wouldnt|isnt|aint|no longer|stoped|hardly)(?: (?:realy|actualy|even|ever|going to|gona|want to|wana|planing to|trying to|thinking about|thinking of|feling|fel|to|at al|that i|like i|because i|in a|be))* $/;
const otherPerson =
  / (?:you|u|he|she|they|we|people|who|someone|somebody|everyone|anyone|friend|brother|sister|mom|mum|dad|mother|father|son|daughter|boyfriend|girlfriend|husband|wife|cousin|roomate|character|hero|villain|[a-z]+ (?:said|says|told me|texted|wrote|thinks|asked)(?: that| me)?(?: i| he| she| they)?)(?: (?:just|always|realy|also|do|did|would|might|could|wil|is|are|was|were|wants?|wanted|tried|tries|to|me|keeps|kept|saying|talking about|thinking about|about|that))* $/;
const media =
  / (?:boks?|novels?|movies?|films?|songs?|lyrics?|series|shows?|poems?|esays?|articles?|papers?|documentary|documentaries|chapters?|episodes?|story|stories|scene|plays?|news|headlines?|characters?|quotes?|reserch|research|lectures?|asignments?|thesis|word|words|phrase|term|means?|meaning|definition|define|translate|translation|spel|pronounce|grammar|gramar|history|statistics|squad|anime|manga|netflix|games?|levels?|minecraft|bos fight) /;
const past = / (?:used to|years ago|year ago|months ago|in the past|long ago|back then|when i was (?:a kid|young|younger|a teen|a teenager|in schol|in colege|[0-9]+)|not anymore|no longer|anymore but not|as a (?:kid|child|teen|teenager)) /;
const bengaliMedia = foldBengali(
  "বই|উপন্যাস|সিনেমা|মুভি|ছবি|নাটক|গান|গল্প|কবিতা|খবর|পত্রিকা|প্রতিবেদন|রচনা|গবেষণা|সিরিজ|চরিত্র|শব্দ|মানে কি|মানে কী|অর্থ কি|অর্থ কী|অর্থ|সংজ্ঞা|ইংরেজি|বানান|অনুবাদ|পরিসংখ্যান|নায়ক|নায়িকা|লেখক",
);
const romanMedia = roman("boi|uponnash|cinema|movie|natok|gaan|gan|golpo|kobita|khobor|news|potrika|rochona|series|choritro|shobdo|mane ki|ortho ki|meaning|onubad|banan|nayok|lekhok|song|lyrics|film");

const english: Language = {
  idioms: compile(idiomsEnglish, latin),
  explicit: [compile(explicitEnglish, latin)],
  ask: compile(askEnglish, latin),
  turned: (before, after) =>
    (denied.test(before) && !before.endsWith(" why not ")) || otherPerson.test(before) || past.test(`${before} ${after} `) || media.test(`${before} ${after} `),
};

const deny = (noWords: string, light: string) => new RegExp(`^[^ .]*(?: (?:${light})[^ .]*){0,2} (?:${noWords})(?= |$)`);
const bengaliNo = deny(foldBengali("না|নাই|নি|নয়|নেই"), foldBengali("কর|হয়|চাই|লাগে|পারি|যাব|ইচ্ছ|মন"));
const bengaliOther = new RegExp(foldBengali("(?: (?:সে|ও|তারা|ওরা|উনি|তিনি|বন্ধু|বান্ধবী|ভাই|বোন|মা|বাবা|মেয়েটা|ছেলেটা|মেয়েটি|ছেলেটি|মানুষ|লোকে|লোকজন|কেউ|তুমি|তুই|নায়ক|নায়িকা)) (?:[^ .]+ ){0,1}$"));
const bengaliDeath = compile(deathBengali, foldBengali);
const bengaliBook = new RegExp(` (?:${bengaliMedia})`);
const bengali: Language = {
  idioms: compile(idiomsBengali, foldBengali),
  explicit: [bengaliDeath, compile(lifeBengali, foldBengali)],
  ask: compile(askBengali, foldBengali),
  turned: (before, after, rule) => (rule === bengaliDeath && bengaliNo.test(after)) || bengaliOther.test(before) || bengaliBook.test(`${before} ${after}`),
};

const romanNo = deny("na|nai|ni|noi|nei", "kor|hoi|cai|lage|pari|jabo|ic|mon");
const romanOther = / (?:se|o|tara|ora|uni|tini|bondu|frend|friend|bandobi|bai|bon|ma|baba|meieta|celeta|manus|loke|keu|tumi|tui|naiok) (?:[a-z]+ )?$/;
const romanDeath = compile(deathRoman, roman);
const romanBook = new RegExp(` (?:${romanMedia})(?:[ter]|ta|er|te|tai)? `);
const romanised: Language = {
  idioms: compile(idiomsRoman, roman),
  explicit: [romanDeath, compile(lifeRoman, roman)],
  ask: compile(askRoman, roman),
  turned: (before, after, rule) => (rule === romanDeath && romanNo.test(after)) || romanOther.test(before) || romanBook.test(`${before} ${after} `),
};

// "চাইনা", "chaina": the না that turns everything is often written onto its verb.
const stuckBengali = new RegExp(`(${foldBengali("চাই|চাচ্ছি|পারছি|পারি|পারব|করে|করছে|লাগে|লাগছে|হয়|বাঁচব|থাকব|যায়|চায়|করব|মরব")})না(?= )`, "g");
const stuckRoman = /((?:cai|parci|parsi|partesi|pari|kore|korce|lage|lagce|hoi|bacbo|takbo|korbo|morbo))na(?= )/g;

const none: CrisisFinding = { level: "none", matched: null };

export function detectCrisis(text: string): CrisisFinding {
  let best = none;
  for (const view of views(text)) {
    const finding = scan(view);
    if (finding.level === "explicit") return finding;
    if (best.level === "none") best = finding;
  }
  return best;
}

/** The text as written, with 1 for l instead of i, and without pauses ("I want to. Die."): whichever says most counts. */
function views(text: string): readonly string[] {
  const written = revealed(plain(text));
  const ones = /1/.test(text) ? [revealed(plain(text, "l"))] : [];
  const joined = written.includes(" . ") ? [written.replaceAll(" . ", " ").replaceAll(" . ", " ")] : [];
  return [written, ...ones, ...joined];
}

function scan(view: string): CrisisFinding {
  const folded = foldRoman(view).replace(stuckRoman, "$1 na");
  const ask: string[] = [];
  const parted = view.replace(stuckBengali, "$1 না");
  for (const [language, spoken] of [[english, view], [bengali, parted], [romanised, folded]] as const) {
    const clean = spoken.replace(language.idioms, " ·");
    for (const rule of language.explicit) {
      for (const [match, before, after] of matches(clean, rule)) {
        if (!language.turned(before, after, rule)) return { level: "explicit", matched: match };
        ask.push(match);
      }
    }
    for (const [match, before, after] of matches(clean, language.ask)) {
      if (!bareTopic(match, before, after, language)) ask.push(match);
    }
  }
  return ask[0] === undefined ? none : { level: "ask", matched: ask[0] };
}

const topic = new RegExp(`^(?:suicid|overdose|self ?harm|nose$|${foldBengali("আত্ম|সুইসাইড|সুসাইড")}|at[a-z]*o?h)`);

/** The word alone, talked about as a book or a word, is not a person in danger. */
function bareTopic(match: string, before: string, after: string, language: Language): boolean {
  if (!topic.test(match)) return false;
  const around = `${before} ${after} `;
  return media.test(around) || (language === bengali ? bengaliBook : romanBook).test(around);
}

/** Every match, overlapping ones too, with the rest of its sentence before and after it. */
function* matches(text: string, rule: RegExp): Generator<readonly [match: string, before: string, after: string]> {
  rule.lastIndex = 0;
  for (let found = rule.exec(text); found !== null; found = rule.exec(text)) {
    const end = found.index + found[0].length;
    const start = text.lastIndexOf(" . ", found.index) + 1;
    const stop = text.indexOf(" . ", end);
    yield [found[0].trim(), `${text.slice(start === 0 ? 0 : start + 1, found.index)} `, text.slice(end, stop < 0 ? undefined : stop)];
    rule.lastIndex = found.index + 1;
  }
}

const hidden = ["kil", "kiling", "suicide", "suicidal", "myself", "die", "dead", "hang", "overdose", ...["আত্মহত্যা", "সুইসাইড", "মরতে", "মরে"].map(foldBengali)];
const misspelt = ["suicide", "suicidal", "myself", "overdose"];

const glued = /(kil|end|hang|unalive|cut|hurt)(ing)?(my)(self|life)|(want?|wana|ned)(to)?(die|kil|end|suicide)|(end)(it)(al)/g;

/** Puts back the words behind `k*ll`, `suicde` and `wanttodie`, which the rules then know. */
function revealed(text: string): string {
  return text.replace(/[^ .]{3,}/g, (word) => {
    if (word.length > 6) {
      const parted = word.replace(glued, (_run, ...groups: (string | number | undefined)[]) => {
        const parts = groups.slice(0, 11).map((part) => part ?? "");
        const [verb, ing, my, what, want, to, act, end, it, all] = parts;
        return ` ${[`${verb}${ing}`, my === "my" ? (what === "self" ? "myself" : "my life") : "", want, to, act, end, it, all].filter(Boolean).join(" ")} `;
      });
      if (parted !== word) return parted.trim().replace(/ +/g, " ");
    }
    if (word.includes("*")) {
      const shape = new RegExp(`^${word.split(/\*+/).join(".{1,3}")}$`);
      return hidden.find((known) => shape.test(known)) ?? word.replaceAll("*", "");
    }
    return word.length < 5 || word.length > 10 ? word : (misspelt.find((known) => near(word, known)) ?? word);
  });
}

/** At most one letter changed, missing, added or swapped with its neighbour; the first letter stands. */
function near(word: string, known: string): boolean {
  if (word === known) return true;
  if (word.charAt(0) !== known.charAt(0) || Math.abs(word.length - known.length) > 1) return false;
  let at = 0;
  while (at < word.length && word.charAt(at) === known.charAt(at)) at++;
  const [rest, wanted] = [word.slice(at), known.slice(at)];
  if (word.length > known.length) return rest.slice(1) === wanted;
  if (word.length < known.length) return rest === wanted.slice(1);
  const swapped = rest.charAt(1) + rest.charAt(0) + rest.slice(2);
  return rest.slice(1) === wanted.slice(1) || swapped === wanted;
}

/** One helpline: who answers, when, in which language, at what cost, and the ways to reach it. */
import type { Helpline } from "@edge/crisis/helplines.ts";
import MessageSquare from "lucide-react/icons/message-square";
import Phone from "lucide-react/icons/phone";
import { formatHour } from "../../i18n/format.ts";
import { useLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import { telephone, textMessage } from "./telephone.ts";

const costs = { free: () => m.help_cost_free(), local: () => m.help_cost_local(), unknown: () => "" } as const;

function hoursOf(hours: string): string {
  const match = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(hours);
  if (match?.[1] === undefined || match[2] === undefined) return hours === "24/7" ? m.help_always() : hours;
  return m.help_hours({ from: formatHour(match[1]), to: formatHour(match[2]) });
}

const way = "inline-flex min-h-12 items-center gap-2 rounded-full px-4 font-semibold no-underline";
const call = `${way} bg-pond text-on-pond hover:brightness-110`;
const write = `${way} border border-line-strong bg-raised hover:bg-sunk`;

export function HelplineItem({ line }: { readonly line: Helpline }) {
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const languages = line.languages.map((tag) => names.of(tag) ?? tag);
  const shown = languages.length > 4 ? [...languages.slice(0, 3), "…"] : languages;
  const facts = [hoursOf(line.hours), costs[line.cost](), shown.join(", ")].filter((fact) => fact !== "");
  return (
    <li className="grid gap-2 border-t border-line py-4 first:border-t-0 first:pt-0">
      <p className="text-large font-semibold">{line.name}</p>
      <p className="text-small text-soft">{facts.join(" · ")}</p>
      <p className="flex flex-wrap gap-2">
        {line.phone === null ? null : (
          <a href={telephone(line.phone)} className={call}>
            <Phone aria-hidden="true" size={18} />
            {m.help_call({ number: line.phone })}
          </a>
        )}
        {line.sms === undefined ? null : (
          <a href={textMessage(line.sms, line.smsText ?? null)} className={write}>
            <MessageSquare aria-hidden="true" size={18} />
            {line.smsText === undefined ? m.help_text({ number: line.sms }) : m.help_text_word({ number: line.sms, word: line.smsText })}
          </a>
        )}
        {line.url === undefined ? null : (
          <a href={line.url} target="_blank" rel="noreferrer" aria-label={m.help_site_of({ name: line.name })} className="ink-link inline-flex min-h-12 items-center px-2">
            {m.help_site()}
          </a>
        )}
      </p>
    </li>
  );
}

/** People to talk to, by country, from the reviewed file; other countries get the emergency numbers and a directory. */
import { helplines } from "@edge/crisis/helplines.ts";
import type { CountryHelplines } from "@edge/crisis/helplines.ts";
import { useId } from "react";
import { formatDate } from "../../i18n/format.ts";
import { useLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import { HelplineItem } from "./helpline-item.tsx";

interface Props {
  readonly country: CountryHelplines | null;
  readonly onChoose: (code: string) => void;
}

export function Helplines({ country, onChoose }: Props) {
  const id = useId();
  const locale = useLocale();
  const countries = [...helplines.countries].sort((a, b) => a.name[locale].localeCompare(b.name[locale], locale));
  return (
    <section aria-labelledby={`${id}-title`} className="grid gap-4">
      <h3 id={`${id}-title`} className="text-title">
        {m.help_lines()}
      </h3>
      <div className="flex flex-wrap items-center gap-3">
        <label htmlFor={id}>{m.help_country()}</label>
        <select id={id} value={country?.code ?? ""} onChange={(event) => onChoose(event.target.value)} className="min-h-12 max-w-full rounded-md border border-line-strong bg-raised px-3">
          {countries.map((entry) => (
            <option key={entry.code} value={entry.code}>
              {entry.name[locale]}
            </option>
          ))}
          <option value="">{m.help_elsewhere()}</option>
        </select>
      </div>
      {country === null ? (
        <p>{m.help_nowhere({ numbers: helplines.fallback.emergency.join(", ") })}</p>
      ) : (
        <ul className="grid">
          {country.lines.map((line) => (
            <HelplineItem key={`${line.name} ${line.phone ?? line.sms ?? line.url ?? ""}`} line={line} />
          ))}
        </ul>
      )}
      <p className="text-small text-soft">
        <a href={helplines.fallback.directory} target="_blank" rel="noreferrer" className="ink-link">
          {m.help_directory()}
        </a>{" "}
        {m.help_reviewed({ date: formatDate(Date.parse(`${helplines.reviewed}T12:00:00`)) })}
      </p>
    </section>
  );
}

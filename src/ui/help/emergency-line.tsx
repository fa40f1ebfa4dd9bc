/** The local emergency number in one line. */
import { helplines } from "@edge/crisis/helplines.ts";
import type { CountryHelplines } from "@edge/crisis/helplines.ts";
import Phone from "lucide-react/icons/phone";
import { m } from "../../i18n/messages.ts";
import { telephone } from "./telephone.ts";

export function EmergencyLine({ country }: { readonly country: CountryHelplines | null }) {
  const numbers = country === null ? helplines.fallback.emergency : [country.emergency];
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span>{m.help_danger()}</span>
      {numbers.map((number) => (
        <a key={number} href={telephone(number)} className="inline-flex min-h-11 items-center gap-2 rounded-full bg-brick-soft px-4 font-semibold text-brick no-underline">
          <Phone aria-hidden="true" size={18} />
          {m.help_call({ number })}
        </a>
      ))}
    </p>
  );
}

/** The least the help card must say, carried by the first bundle: shown until the card is there, or when it cannot be loaded. */
import { m } from "../../i18n/messages.ts";
import { Sheet } from "../kit/sheet.tsx";
import { useHelp } from "./use-help.ts";

export function HelpFallback() {
  const { close } = useHelp();
  return (
    <Sheet open onClose={close} title={m.help_title()} size="full">
      <p>{m.help_fallback()}</p>
      <p className="mt-4 flex flex-wrap gap-3">
        {["112", "911", "999"].map((number) => (
          <a key={number} href={`tel:${number}`} className="ink-link text-title">
            {number}
          </a>
        ))}
      </p>
    </Sheet>
  );
}

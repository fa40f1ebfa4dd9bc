/** Whether the passphrase can be read on the screen. */
import { m } from "../../i18n/messages.ts";

export function PassphraseShown({ shown, onChange }: { readonly shown: boolean; readonly onChange: (shown: boolean) => void }) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input type="checkbox" checked={shown} onChange={(event) => onChange(event.target.checked)} className="size-5 accent-(--pond)" />
      {m.archive_passphrase_show()}
    </label>
  );
}

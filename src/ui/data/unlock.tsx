/** The passphrase of a backup that is to be opened. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { Button } from "../kit/button.tsx";
import { TextField } from "../kit/text-field.tsx";
import { PassphraseShown } from "./passphrase-shown.tsx";
import { useFocus } from "./use-focus.ts";

interface Props {
  readonly name: string;
  readonly isWrong: boolean;
  readonly onUnlock: (passphrase: string) => void;
  readonly onLeave: () => void;
}

export function Unlock({ name, isWrong, onUnlock, onLeave }: Props) {
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const place = useFocus<HTMLFormElement>();
  return (
    <form
      ref={place}
      noValidate
      className="grid max-w-md gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== "") onUnlock(passphrase);
      }}
    >
      <p>
        <strong className="wrap-anywhere">{name}</strong> {m.archive_locked()}
      </p>
      <TextField
        label={m.archive_passphrase()}
        type={shown ? "text" : "password"}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
        error={isWrong ? m.archive_wrong() : null}
      />
      <PassphraseShown shown={shown} onChange={setShown} />
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary">
          {m.archive_unlock()}
        </Button>
        <Button tone="plain" onClick={onLeave}>
          {m.cancel()}
        </Button>
      </p>
    </form>
  );
}

/** A copy that only its passphrase opens. */
import { useState } from "react";
import { minPassphrase, type Strength, strengthOf } from "../../domain/archive/passphrase.ts";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { Button, type ButtonTone } from "../kit/button.tsx";
import { TextField } from "../kit/text-field.tsx";
import { Outcome } from "./outcome.tsx";
import { PassphraseShown } from "./passphrase-shown.tsx";
import { Progress } from "./progress.tsx";
import { useExport } from "./use-export.ts";
import { useFocus } from "./use-focus.ts";

function strengthText(strength: Strength): string {
  switch (strength) {
    case "short":
      return m.archive_strength_short({ min: formatNumber(minPassphrase) });
    case "weak":
      return m.archive_strength_weak();
    case "fair":
      return m.archive_strength_fair();
    case "strong":
      return m.archive_strength_strong();
  }
}

type Problem = "short" | "different" | null;

interface FormProps {
  readonly tone: ButtonTone;
  readonly onMake: (passphrase: string) => void;
  readonly onCancel: () => void;
}

function BackupForm({ tone, onMake, onCancel }: FormProps) {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<Problem>(null);
  const place = useFocus<HTMLFormElement>();
  const strength = strengthOf(passphrase);
  const submit = (): void => {
    const found = strength === "short" ? "short" : passphrase === again ? null : "different";
    setProblem(found);
    if (found === null) onMake(passphrase);
  };
  const field = { type: shown ? "text" : "password", autoComplete: "new-password", autoCapitalize: "none", spellCheck: false, required: true } as const;
  return (
    <form
      ref={place}
      noValidate
      className="grid max-w-md gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        {...field}
        label={m.archive_passphrase()}
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setProblem(null);
        }}
        hint={passphrase === "" ? m.archive_passphrase_hint() : problem === "short" ? undefined : strengthText(strength)}
        error={problem === "short" ? strengthText("short") : null}
      />
      <TextField
        {...field}
        label={m.archive_passphrase_again()}
        value={again}
        onChange={(event) => {
          setAgain(event.target.value);
          setProblem(null);
        }}
        error={problem === "different" ? m.archive_passphrase_different() : null}
      />
      <PassphraseShown shown={shown} onChange={setShown} />
      <p className="text-small text-soft">{m.archive_backup_warning()}</p>
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone={tone}>
          {m.archive_backup_make()}
        </Button>
        <Button tone="plain" onClick={onCancel}>
          {m.cancel()}
        </Button>
      </p>
    </form>
  );
}

/** `isFirst`: nothing else on the screen asks for the marigold. */
export function Backup({ isFirst }: { readonly isFirst: boolean }) {
  const commands = useCommands();
  const [open, setOpen] = useState(false);
  const { making, make, cancel } = useExport<"backup">();
  const tone = isFirst ? "primary" : "quiet";
  return (
    <section aria-labelledby="backup" className="grid gap-4">
      <h2 id="backup" className="text-title">
        {m.archive_backup_title()}
      </h2>
      <p>{m.archive_backup_text()}</p>
      {making.kind === "making" ? (
        <Progress label={m.archive_locking()} part={making.part} onCancel={cancel} />
      ) : open ? (
        <BackupForm
          tone={tone}
          onCancel={() => setOpen(false)}
          onMake={(passphrase) => {
            setOpen(false);
            make("backup", (watch) => commands.exportBackup(passphrase, watch));
          }}
        />
      ) : (
        <Button tone={tone} className="justify-self-start" onClick={() => setOpen(true)}>
          {m.archive_backup_open()}
        </Button>
      )}
      {open ? null : <Outcome making={making} hint={m.archive_backup_kept()} />}
    </section>
  );
}

/** Where a PIN is typed: digits, large, unseen. */
import { useEffect, useRef } from "react";
import { TextField } from "../kit/text-field.tsx";

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly disabled?: boolean;
  /** The person has just asked for it: the keyboard is there at once. */
  readonly focus?: boolean;
}

/** `autoComplete` as for a code that nobody should keep: a password manager would open what the lock closes. */
export function PinField({ onChange, focus = false, disabled = false, ...rest }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus && !disabled) place.current?.querySelector("input")?.focus();
  }, [focus, disabled]);
  return (
    <div ref={place}>
      <TextField {...rest} disabled={disabled} type="password" inputMode="numeric" autoComplete="off" required className="pin-field" onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

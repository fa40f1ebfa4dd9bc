/** One question of a few: a field, what went wrong, how to go on and how to leave. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { m } from "../../../i18n/messages.ts";
import type { AuthError } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { authErrorText } from "../auth-error.ts";

/** Null: it went well. */
export type Outcome = AuthError | null;

interface Props {
  readonly action: string;
  readonly tone?: "primary" | "danger";
  readonly onSubmit: () => Promise<Outcome>;
  /** Gets the error that belongs to the field; null when there is none. */
  readonly children: (error: string | null) => ReactNode;
  /** Errors that do not belong to the field. */
  readonly apart?: readonly AuthError["kind"][];
  /** There is something to read before the field. */
  readonly reading?: boolean;
  /** Other ways, beside the action. */
  readonly beside?: ReactNode;
}

export function Step({ action, tone = "primary", onSubmit, children, apart = ["offline", "server", "mailUnavailable", "rateLimited"], reading = false, beside }: Props) {
  const form = useRef<HTMLFormElement>(null);
  // The person's own step led here: the field is what comes next.
  useEffect(() => {
    if (!reading) form.current?.querySelector<HTMLInputElement>("input:not([hidden])")?.focus();
  }, [reading]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Outcome>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const outcome = await onSubmit();
    setBusy(false);
    setError(outcome);
  };
  const isApart = error !== null && apart.includes(error.kind);
  return (
    <form
      ref={form}
      noValidate
      className="grid max-w-md gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {children(error === null || isApart ? null : authErrorText(error))}
      {isApart ? (
        <p role="alert" className="font-semibold text-brick">
          {authErrorText(error)}
        </p>
      ) : null}
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone={tone} busy={busy}>
          {busy ? m.account_busy() : action}
        </Button>
        {beside}
      </p>
    </form>
  );
}

/** Everybody else whose words are on this device: open them in one tap or by signing in, bring a guest's in, or remove them. */
import { useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useBringing, usePeople } from "../../state/use-doors.ts";
import type { Doors, Person } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { toast } from "../kit/toast.tsx";
import { RemovePerson } from "./remove-person.tsx";
import { SignForm } from "./sign-form.tsx";

export const nameOf = ({ email, state }: Person): string => (email === null || state === "coming" ? m.doors_guest() : email);

function stateText({ email, state }: Person): string {
  if (state === "coming") return m.doors_coming({ email: email ?? "" });
  if (state === "shut") return m.doors_shut();
  return email === null ? m.doors_ready_guest() : m.doors_ready();
}

function facts(person: Person): string {
  const { email, messages, waiting } = person;
  const waits = waiting.changes + waiting.refused;
  const counted = (count: number) => ({ count, shown: formatNumber(count) });
  return [
    stateText(person),
    email === null && messages > 0 ? m.doors_messages(counted(messages)) : null,
    email !== null && waits > 0 ? m.doors_waiting(counted(waits)) : null,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

interface Props {
  readonly doors: Doors;
  /** The account that is open; null: a guest's. */
  readonly into: string | null;
}

export function People({ doors, into }: Props) {
  const others = (usePeople(doors) ?? []).filter(({ state, email }) => state !== "open" && (state !== "coming" || email !== into));
  const bringing = useBringing(doors) ?? null;
  if (others.length === 0 && bringing === null) return null;
  return (
    <div className="mt-4 grid gap-4">
      {bringing === null ? null : <Bringing {...bringing} />}
      <h3 className="font-semibold">{m.doors_here()}</h3>
      <ul className="grid gap-4">
        {others.map((person) => (
          <Entry key={person.name} doors={doors} person={person} into={into} />
        ))}
      </ul>
    </div>
  );
}

/** Drawn by hand: browsers' own bars keep their own colours. */
function Bringing({ done, total }: { readonly done: number; readonly total: number }) {
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{m.doors_bringing()}</span>
        <span className="text-soft">{m.doors_bringing_of({ done: formatNumber(done), total: formatNumber(total) })}</span>
      </p>
      <div role="progressbar" aria-label={m.doors_bringing()} aria-valuenow={done} aria-valuemin={0} aria-valuemax={total} className="h-2 overflow-hidden rounded-full bg-sunk">
        <div className="h-full rounded-full bg-pond" style={{ width: `${Math.round((100 * done) / Math.max(1, total))}%` }} />
      </div>
    </div>
  );
}

function Entry({ doors, person, into }: Props & { readonly person: Person }) {
  const [signing, setSigning] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = nameOf(person);
  const act = async (work: () => Promise<{ readonly ok: boolean }>, failed: string): Promise<void> => {
    setBusy(true);
    const result = await work();
    setBusy(false);
    if (!result.ok) toast(failed, { tone: "care" });
  };
  return (
    <li className="grid gap-2 border-t border-line pt-4">
      <p className="font-semibold break-all">{name}</p>
      <p className="text-small text-soft">{facts(person)}</p>
      {signing ? (
        <>
          <SignForm door="in" email={person.email ?? ""} onDoor={null} />
          <Button tone="plain" className="justify-self-start" onClick={() => setSigning(false)}>
            {m.cancel()}
          </Button>
        </>
      ) : person.state === "coming" ? null : (
        <p className="flex flex-wrap gap-2">
          {person.state === "shut" ? (
            <Button aria-label={m.doors_sign_in_name({ name })} onClick={() => setSigning(true)}>
              {m.doors_sign_in()}
            </Button>
          ) : (
            <Button aria-label={m.doors_open_name({ name })} busy={busy} onClick={() => void act(() => doors.open(person.name), m.doors_needs_sign_in())}>
              {m.doors_open()}
            </Button>
          )}
          {person.email === null && into !== null ? (
            <Button aria-label={m.doors_bring_name()} busy={busy} onClick={() => void act(() => doors.bring(person.name), m.doors_bring_gone())}>
              {m.doors_bring()}
            </Button>
          ) : null}
          <RemovePerson doors={doors} person={person} name={name} />
        </p>
      )}
    </li>
  );
}

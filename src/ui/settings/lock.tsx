/** The app lock's part of the settings: what it is and is not, on, off, changed. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { type LockOnScreen, useLock } from "../../state/use-lock.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { Note } from "../kit/note.tsx";
import { Section } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { Unlock } from "../lock/unlock.tsx";
import "../lock/lock.css";
import { NewLock } from "./new-lock.tsx";

const minutes = ["0", "1", "5", "15"] as const;
type Minutes = (typeof minutes)[number];
const minuteMs = 60_000;

export function Lock() {
  const { lock, look } = useLock();
  return (
    <Section title={m.lock_title()}>
      <p>{m.lock_off_text()}</p>
      <p>{m.lock_honest()}</p>
      <p className="text-small text-soft">
        {m.lock_other()} {m.lock_picture()}
      </p>
      {lock === null ? null : lock.view === null ? <Off lock={lock} onChange={look} /> : <On lock={lock} view={lock.view} onChange={look} />}
    </Section>
  );
}

interface Props {
  readonly lock: LockOnScreen;
  readonly onChange: () => void;
}

function Off({ lock, onChange }: Props) {
  const guest = useAccount()?.kind !== "user";
  const [making, setMaking] = useState<"pin" | "passkey" | null>(null);
  if (!lock.offers.pin) return <Note>{m.lock_insecure()}</Note>;
  if (making !== null) {
    return (
      <>
        <Note tone={guest ? "care" : "calm"}>
          <p>{!guest ? m.lock_user() : making === "pin" ? m.lock_guest() : m.lock_guest_passkey()}</p>
        </Note>
        <NewLock
          key={making}
          method={making}
          door={lock.door}
          proof={null}
          onCancel={() => setMaking(null)}
          onSet={() => {
            toast(m.lock_on());
            setMaking(null);
            onChange();
          }}
        />
      </>
    );
  }
  return (
    <p className="flex flex-wrap gap-3">
      <Button onClick={() => setMaking("pin")}>{m.lock_with_pin()}</Button>
      {lock.offers.passkey ? <Button onClick={() => setMaking("passkey")}>{m.lock_with_passkey()}</Button> : null}
    </p>
  );
}

function On({ lock: { door }, view, onChange }: Props & { readonly view: NonNullable<LockOnScreen["view"]> }) {
  const [doing, setDoing] = useState<"off" | "change" | null>(null);
  const [pin, setPin] = useState<string | null>(null);
  const chosen = minutes.find((value) => Number(value) * minuteMs === view.afterMs) ?? "0";
  const names: Record<Minutes, () => string> = { "0": m.lock_after_0, "1": m.lock_after_1, "5": m.lock_after_5, "15": m.lock_after_15 };
  const done = (): void => {
    setDoing(null);
    setPin(null);
    onChange();
  };
  if (doing === "change" && pin !== null) {
    return (
      <NewLock
        method="pin"
        door={door}
        proof={{ kind: "pin", pin }}
        onCancel={done}
        onSet={() => {
          toast(m.lock_changed());
          done();
        }}
      />
    );
  }
  if (doing !== null) {
    return (
      <div className="max-w-md">
        <Unlock
          view={view}
          pinLabel={m.lock_pin_now()}
          action={doing === "off" ? m.lock_turn_off() : m.lock_change()}
          focus
          onProof={async (proof) => {
            const result = await (doing === "off" ? door.turnOff(proof) : door.unlock(proof));
            if (!result.ok) return result;
            if (doing === "off") {
              toast(m.lock_is_off());
              done();
            } else if (proof.kind === "pin") setPin(proof.pin);
            return result;
          }}
        >
          <Button onClick={done}>{m.cancel()}</Button>
        </Unlock>
      </div>
    );
  }
  return (
    <>
      <p className="text-large font-semibold">{view.method === "pin" ? m.lock_on_pin() : m.lock_on_passkey()}</p>
      <Choice
        legend={m.lock_after()}
        value={chosen}
        onChange={(value) => void door.setAfter(Number(value) * minuteMs).then(onChange)}
        options={minutes.map((value) => ({ value, label: names[value](), ...(value === "0" ? { hint: m.lock_after_0_hint() } : {}) }))}
      />
      <p className="flex flex-wrap gap-3">
        <Button onClick={() => door.lockNow()}>{m.lock_now()}</Button>
        {view.method === "pin" ? <Button onClick={() => setDoing("change")}>{m.lock_change()}</Button> : null}
        <Button onClick={() => setDoing("off")}>{m.lock_turn_off()}</Button>
      </p>
    </>
  );
}

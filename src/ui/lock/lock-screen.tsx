/** A locked page: what opens it, another way in, and help. Nothing here comes from what the person wrote (A1). */
import LifeBuoy from "lucide-react/icons/life-buoy";
import { useEffect, useState } from "react";
import { useLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import { useLock } from "../../state/use-lock.ts";
import { helpPath } from "../help/help-place.ts";
import { HelpSheet } from "../help/help-sheet.tsx";
import { Avatar } from "../kit/avatar.tsx";
import { Button } from "../kit/button.tsx";
import { Forgotten } from "./forgotten.tsx";
import "./lock.css";
import { Unlock } from "./unlock.tsx";

export function LockScreen() {
  const locale = useLocale();
  const { lock } = useLock();
  // The shortcut on a home screen leads to help, lock or no lock.
  const [help, setHelp] = useState(location.pathname === helpPath);
  const [forgotten, setForgotten] = useState(false);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = m.app_name();
  }, [locale]);
  return (
    <div className="lock-screen">
      <div className="flex justify-end px-3 py-2">
        <button type="button" className="help-button" onClick={() => setHelp(true)}>
          <LifeBuoy aria-hidden="true" size={20} />
          {m.help_now()}
        </button>
      </div>
      <main className="mx-auto grid w-full max-w-sm content-center gap-7 px-6 pb-16">
        <div className="grid justify-items-start gap-4">
          <Avatar mood="asleep" decorative className="-ml-2 size-28" />
          <h1 className="brush text-screen">{m.lock_heading()}</h1>
          <p className="text-soft">{m.lock_lead()}</p>
        </div>
        {lock?.view == null ? null : (
          <>
            <Unlock view={lock.view} pinLabel={m.lock_pin()} action={lock.view.method === "pin" ? m.lock_open() : m.lock_open_passkey()} onProof={(proof) => lock.door.unlock(proof)} focus />
            <Button tone="plain" className="-ml-5 justify-self-start" onClick={() => setForgotten(true)}>
              {m.lock_forgot()}
            </Button>
            <Forgotten open={forgotten} onClose={() => setForgotten(false)} door={lock.door} />
          </>
        )}
      </main>
      {/* A8: the same help, without what was noticed in the person’s words, and without writing anything down. */}
      <HelpSheet open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

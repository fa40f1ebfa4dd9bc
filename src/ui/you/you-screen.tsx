/** What Bondhu knows of somebody: how they are by their own answers, what they had it remember, and what else is kept. */
import { useState } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { useCommands } from "../../state/use-commands.ts";
import { usePersonality } from "../../state/use-personality.ts";
import { useReport } from "../../state/use-report.ts";
import { Screen, Section } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { Coming } from "../places/coming.tsx";
import { writeErrorText } from "../write-error.ts";
import { Facts } from "./facts.tsx";
import { Invitation } from "./invitation.tsx";
import { Profile } from "./profile.tsx";

export function YouScreen() {
  const view = usePersonality();
  const [use, setUse] = useUse(view?.use);
  const open = view?.runs.find(({ complete }) => !complete);
  const newest = view?.runs[0];
  return (
    <Screen name={m.nav_you()} heading={m.you_heading()} lead={m.you_lead()} wide>
      {view === undefined ? null : (
        <>
          {newest === undefined || open === newest ? <Invitation run={newest ?? null} shown={view.shown} /> : null}
          {view.shown === null ? null : <Profile view={{ ...view, use }} shown={view.shown} onUse={setUse} />}
        </>
      )}
      <div className="you-below">
        <Facts />
        <div className="grid content-start gap-8">
          <Kept />
          <Coming items={[m.you_insight()]} />
        </div>
      </div>
    </Screen>
  );
}

/** The switch as the hand left it, until the device says the same: a tick that springs back and on again looks refused. */
function useUse(stored: boolean | undefined): readonly [use: boolean, set: (use: boolean) => void] {
  const commands = useCommands();
  const [wished, setWished] = useState<boolean | null>(null);
  if (wished !== null && wished === stored) setWished(null);
  const set = (use: boolean): void => {
    setWished(use);
    void commands.setPreference("usePersonality", use).then((result) => {
      if (result.ok) return;
      setWished(null);
      toast(writeErrorText(result.error), { tone: "care" });
    });
  };
  return [wished ?? stored ?? true, set];
}

function Kept() {
  const account = useAccount();
  const report = useReport();
  return (
    <Section title={m.you_now()}>
      <p>
        {report === undefined ? "" : report.messages === 0 ? m.you_nothing() : m.you_messages({ count: formatNumber(report.messages) })}{" "}
        {account === undefined ? "" : account.kind === "guest" ? m.you_guest() : m.you_account({ email: account.email })}
      </p>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link to="/status" className="ink-link min-h-11 content-center">
          {m.you_status()}
        </Link>
        <Link to="/settings" className="ink-link min-h-11 content-center">
          {m.you_settings()}
        </Link>
      </p>
    </Section>
  );
}

/** What Bondhu knows of somebody: how they are by their own answers, what they had it remember, and what else is kept. */
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
  const commands = useCommands();
  const open = view?.runs.find(({ complete }) => !complete);
  const newest = view?.runs[0];
  return (
    <Screen name={m.nav_you()} heading={m.you_heading()} lead={m.you_lead()} wide>
      {view === undefined ? null : (
        <>
          {newest === undefined || open === newest ? <Invitation run={newest ?? null} shown={view.shown} /> : null}
          {view.shown === null ? null : (
            <Profile
              view={view}
              shown={view.shown}
              onUse={(use) => {
                void commands.setPreference("usePersonality", use).then((result) => {
                  if (!result.ok) toast(writeErrorText(result.error), { tone: "care" });
                });
              }}
            />
          )}
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

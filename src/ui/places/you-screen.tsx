/** You: what Bondhu has of the person today, and what it will learn only when they want it to. */
import "./places.css";
import { Link } from "react-router";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { useReport } from "../../state/use-report.ts";
import { Screen } from "../kit/screen.tsx";
import { Coming } from "./coming.tsx";
import { FlowerDrawing } from "./drawing.tsx";

export function YouScreen() {
  const account = useAccount();
  const report = useReport();
  return (
    <Screen name={m.nav_you()} heading={m.you_heading()} lead={m.you_lead()}>
      <FlowerDrawing />
      <section aria-labelledby="you-now" className="grid gap-3">
        <h2 id="you-now" className="text-title">
          {m.you_now()}
        </h2>
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
      </section>
      <Coming items={[m.you_questions(), m.you_memory(), m.you_insight()]} />
    </Screen>
  );
}

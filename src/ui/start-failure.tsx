/** The app cannot keep anything here: what happened, what is safe, what to do, and where help is all the same. */
import "./kit/app.css";
import { useLocale } from "../i18n/locale.ts";
import { m } from "../i18n/messages.ts";
import type { StartFailure } from "../state/views.ts";
import { EmergencyLine } from "./help/emergency-line.tsx";
import { Helplines } from "./help/helplines.tsx";
import { useCountry } from "./help/use-country.ts";
import { Avatar } from "./kit/avatar.tsx";
import { Button } from "./kit/button.tsx";

const reasons = {
  noIndexedDb: () => m.failure_noIndexedDb(),
  noLocks: () => m.failure_noLocks(),
  newerDatabase: () => m.failure_newerDatabase(),
  storage: () => m.failure_storage(),
} as const;

export function StartFailureScreen({ failure }: { readonly failure: StartFailure }) {
  const locale = useLocale();
  const [country, choose] = useCountry();
  return (
    <main lang={locale} className="mx-auto grid min-h-full max-w-xl content-center justify-items-start gap-5 px-6 py-10">
      <Avatar mood="gentle" decorative className="size-28" />
      <h1 className="brush text-screen">{m.failure_title()}</h1>
      <p className="text-large">{reasons[failure.kind]()}</p>
      {failure.kind === "storage" ? <p className="text-small text-soft">{m.failure_detail({ message: failure.message })}</p> : null}
      <Button tone="primary" onClick={() => location.reload()}>
        {m.reload()}
      </Button>
      <section aria-labelledby="failure-help" className="grid gap-6 border-t border-line pt-6">
        <h2 id="failure-help" className="text-title">
          {m.help_title()}
        </h2>
        <EmergencyLine country={country} />
        <Helplines country={country} onChoose={choose} />
      </section>
    </main>
  );
}

/** Settings: whose words these are, how the page looks and speaks, how Bondhu answers. */
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";
import type { Preferences } from "../../state/views.ts";
import { useCommands } from "../../state/use-commands.ts";
import { usePreferences } from "../../state/use-preferences.ts";
import { Choice } from "../kit/choice.tsx";
import { Screen, Section } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { writeErrorText } from "../write-error.ts";
import { Account } from "./account.tsx";
import { Days } from "./days.tsx";
import { Lock } from "./lock.tsx";

export function SettingsScreen() {
  const preferences = usePreferences();
  const commands = useCommands();
  const set = <K extends keyof Preferences>(key: K, value: Preferences[K]): void => {
    void commands.setPreference(key, value).then((result) => {
      if (!result.ok) toast(writeErrorText(result.error), { tone: "care" });
    });
  };
  return (
    <Screen name={m.nav_settings()} heading={m.nav_settings()}>
      <section aria-labelledby="account" className="grid gap-4">
        <h2 id="account" className="text-title">
          {m.account_title()}
        </h2>
        <Account />
      </section>
      {preferences === undefined ? null : (
        <>
          <Section title={m.appearance_title()}>
            <Choice
              legend={m.theme_legend()}
              value={preferences.theme}
              onChange={(value) => set("theme", value)}
              options={[
                { value: "system", label: m.theme_system() },
                { value: "light", label: m.theme_light() },
                { value: "dark", label: m.theme_dark() },
              ]}
            />
            <Choice
              legend={m.language_legend()}
              value={preferences.locale}
              onChange={(value) => set("locale", value)}
              options={[
                { value: "system", label: m.language_system() },
                { value: "en", label: "English", lang: "en" },
                { value: "bn", label: "বাংলা", lang: "bn" },
              ]}
            />
          </Section>
          <Section title={m.companion_title()}>
            <Choice
              legend={m.offline_legend()}
              value={preferences.offlineReply}
              onChange={(value) => set("offlineReply", value)}
              options={[
                { value: "rules", label: m.offline_rules(), hint: m.offline_rules_hint() },
                { value: "wait", label: m.offline_wait(), hint: m.offline_wait_hint() },
              ]}
            />
          </Section>
          <Days preferences={preferences} onChange={set} />
        </>
      )}
      <Section title={m.archive_name()}>
        <p>{m.archive_lead()}</p>
        <p>
          <Link to="/settings/data" className="ink-link">
            {m.archive_link()}
          </Link>
        </p>
      </Section>
      <Lock />
      <Section title={m.about_title()}>
        <p>{m.about_text()}</p>
        <p>{m.about_data()}</p>
        <p>
          <Link to="/status" className="ink-link">
            {m.about_status()}
          </Link>
        </p>
      </Section>
    </Screen>
  );
}

/** How days are counted: when they begin, and whether quiet ones may be covered. */
import { dayStarts } from "../../domain/streak/day-start.ts";
import { formatHour } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { Preferences } from "../../state/views.ts";
import { Choice } from "../kit/choice.tsx";
import { Section } from "../kit/screen.tsx";

interface Props {
  readonly preferences: Pick<Preferences, "dayStart" | "restDays">;
  readonly onChange: <K extends "dayStart" | "restDays">(key: K, value: Preferences[K]) => void;
}

export function Days({ preferences: { dayStart, restDays }, onChange }: Props) {
  return (
    <Section title={m.days_set_title()}>
      <div className="grid gap-3">
        <Choice
          legend={m.days_set_start()}
          value={String(dayStart)}
          onChange={(value) => onChange("dayStart", dayStarts.find((hour) => String(hour) === value) ?? dayStart)}
          options={dayStarts.map((hour) => ({ value: String(hour), label: formatHour(`${hour}:00`) }))}
        />
        <p className="text-small text-soft">{m.days_set_start_hint()}</p>
      </div>
      <Choice
        legend={m.days_set_rest()}
        value={restDays ? "on" : "off"}
        onChange={(value) => onChange("restDays", value === "on")}
        options={[
          { value: "on", label: m.days_set_rest_on(), hint: m.days_set_rest_on_hint() },
          { value: "off", label: m.days_set_rest_off(), hint: m.days_set_rest_off_hint() },
        ]}
      />
    </Section>
  );
}

/** Every day that was: the year, how the words sounded, numbers, visits. */
import { m } from "../../i18n/messages.ts";
import { useLife } from "../../state/use-life.ts";
import { Screen } from "../kit/screen.tsx";
import { Numbers } from "./numbers.tsx";
import { useStory } from "./use-story.ts";

export function DaysScreen() {
  const life = useLife();
  const story = useStory(life);
  return (
    <Screen name={m.days_name()} heading={m.days_name()} lead={m.days_lead()} wide>
      {life === undefined || story === undefined ? null : <Numbers life={life} />}
    </Screen>
  );
}

/** Every day that was: the year, how the words sounded, numbers, visits. */
import { m } from "../../i18n/messages.ts";
import { useLife } from "../../state/use-life.ts";
import { Screen } from "../kit/screen.tsx";
import { Moods } from "./moods.tsx";
import { Numbers } from "./numbers.tsx";
import { useStory } from "./use-story.ts";
import { Visits } from "./visits.tsx";
import { Year } from "./year.tsx";

export function DaysScreen() {
  const life = useLife();
  const story = useStory(life);
  return (
    <Screen name={m.days_name()} heading={m.days_name()} wide>
      {life === undefined || story === undefined ? null : (
        <>
          <Year life={life} story={story} />
          <div className="days-parts">
            <Moods today={life.today} />
            <Numbers life={life} />
            <Visits today={life.today} />
          </div>
        </>
      )}
    </Screen>
  );
}

/** How the last days sounded, in a sentence and a small line; nothing until there is enough to say. */
import { m } from "../../i18n/messages.ts";
import { useMoods } from "../../state/use-moods.ts";
import { MoodLine } from "../days/mood-line.tsx";
import { isEnough, moodSentence } from "../days/mood-words.ts";

export function Moods() {
  const trend = useMoods();
  if (trend === undefined || !isEnough(trend)) return null;
  return (
    <section aria-labelledby="mood" className="home-mood">
      <h2 id="mood" className="text-small font-semibold text-soft">
        {m.days_mood()}
      </h2>
      <p>{moodSentence(trend)}</p>
      <MoodLine trend={trend} />
    </section>
  );
}

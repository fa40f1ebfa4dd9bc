/** Play: breathing works today; the games are on their way. */
import "./places.css";
import { m } from "../../i18n/messages.ts";
import { Breathing } from "../help/breathing.tsx";
import { Screen } from "../kit/screen.tsx";
import { Coming } from "./coming.tsx";
import { TilesDrawing } from "./drawing.tsx";

export function PlayScreen() {
  return (
    <Screen name={m.nav_play()} heading={m.play_heading()} lead={m.play_lead()}>
      <section aria-labelledby="play-breathe" className="grid gap-4">
        <h2 id="play-breathe" className="text-title">
          {m.play_breathe()}
        </h2>
        <Breathing />
      </section>
      <TilesDrawing />
      <Coming items={[m.play_memory(), m.play_tiles(), m.play_sequence()]} />
    </Screen>
  );
}

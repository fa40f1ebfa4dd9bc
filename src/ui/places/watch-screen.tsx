/** Watch: says what is coming; nothing here is played yet. */
import "./places.css";
import { m } from "../../i18n/messages.ts";
import { Screen } from "../kit/screen.tsx";
import { Coming } from "./coming.tsx";
import { WindowDrawing } from "./drawing.tsx";

export function WatchScreen() {
  return (
    <Screen name={m.nav_watch()} heading={m.watch_heading()} lead={m.watch_lead()}>
      <WindowDrawing />
      <Coming items={[m.watch_clips(), m.watch_own(), m.watch_links()]} />
    </Screen>
  );
}

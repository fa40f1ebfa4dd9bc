/** Listen: says what is coming; nothing here is played yet. */
import "./places.css";
import { m } from "../../i18n/messages.ts";
import { Screen } from "../kit/screen.tsx";
import { Coming } from "./coming.tsx";
import { WavesDrawing } from "./drawing.tsx";

export function ListenScreen() {
  return (
    <Screen name={m.nav_listen()} heading={m.listen_heading()} lead={m.listen_lead()}>
      <WavesDrawing />
      <Coming items={[m.listen_sounds(), m.listen_timer(), m.listen_own()]} />
    </Screen>
  );
}

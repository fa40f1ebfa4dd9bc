/** An address that leads nowhere. */
import "./places.css";
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";
import { buttonClass } from "../kit/button.tsx";
import { Screen } from "../kit/screen.tsx";
import { TornDrawing } from "./drawing.tsx";

export function MissingScreen() {
  return (
    <Screen name={m.missing_title()} heading={m.missing_title()} lead={m.missing_text()}>
      <TornDrawing />
      <Link to="/" className={buttonClass("primary", "justify-self-start")}>
        {m.missing_home()}
      </Link>
    </Screen>
  );
}

/** Five, four, three, two, one: back into the room through the senses. */
import { m } from "../../i18n/messages.ts";

export function Grounding() {
  return (
    <details className="group">
      <summary className="ink-link min-h-11 content-center">{m.ground_title()}</summary>
      <ol className="mt-2 grid gap-1 pl-1">
        {[m.ground_5(), m.ground_4(), m.ground_3(), m.ground_2(), m.ground_1()].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  );
}

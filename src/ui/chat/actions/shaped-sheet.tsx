/** X5: what of the person shaped a reply, and where to change it. Loaded when somebody asks. */
import { Link } from "react-router";
import { m } from "../../../i18n/messages.ts";
import type { ShapedView } from "../../../state/views.ts";
import { Sheet } from "../../kit/sheet.tsx";
import { bandWord, traitWords } from "../../you/trait-words.ts";

interface Props {
  readonly shaped: ShapedView;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ShapedSheet({ shaped, open, onClose }: Props) {
  // In the order of the questionnaire; what another build knows more is left out.
  const traits = traitWords.flatMap(({ trait, name, bands }) => {
    const band = shaped.traits.find(([of]) => of === trait)?.[1];
    return band === "low" || band === "middle" || band === "high" ? [{ trait, name: name(), band: bandWord[band](), talk: bands[band].talk() }] : [];
  });
  return (
    <Sheet open={open} onClose={onClose} title={m.context_why()}>
      <p className="shaped-faint pb-3">{m.context_why_lead()}</p>
      {traits.length === 0 ? null : (
        <section className="grid gap-2 pb-4">
          <h3 className="text-large">{m.context_why_traits()}</h3>
          <ul className="shaped-list">
            {traits.map(({ trait, name, band, talk }) => (
              <li key={trait}>
                <strong>{name}</strong> <span className="shaped-faint">({band})</span>
                <p>{talk}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shaped.facts.length === 0 ? null : (
        <section className="grid gap-2 pb-4">
          <h3 className="text-large">{m.context_why_facts()}</h3>
          <ul className="shaped-list">
            {shaped.facts.map((text, at) =>
              text === null ? (
                // oxlint-disable-next-line react/no-array-index-key -- they never move
                <li key={at} className="shaped-faint">
                  {m.context_why_forgotten()}
                </li>
              ) : (
                <li key={text}>
                  <q>{text}</q>
                </li>
              ),
            )}
          </ul>
        </section>
      )}
      {/* In place of the sheet, so that back leads to the conversation. */}
      <Link to="/you" replace className="chat-link">
        {m.context_why_you()}
      </Link>
    </Sheet>
  );
}

/** What Bondhu remembers (D1): written, changed and forgotten line by line. */
import { useRef, useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { useFacts } from "../../state/use-facts.ts";
import type { FactView } from "../../state/views.ts";
import { Section } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { FactEditor } from "./fact-editor.tsx";
import { FactField } from "./fact-field.tsx";
import { FactLine } from "./fact-line.tsx";

export function Facts() {
  const facts = useFacts();
  const commands = useCommands();
  const list = useRef<HTMLUListElement>(null);
  const [changing, setChanging] = useState<FactView | null>(null);
  /** The line whose change is over: its button had the focus before. */
  const [left, setLeft] = useState<string | null>(null);
  const isHere = changing === null || facts === undefined || facts.some(({ id }) => id === changing.id);
  // What somebody is changing keeps its place, though it has been forgotten elsewhere meanwhile: with it would go what they write.
  const lines = isHere ? facts : [...facts, changing].toSorted((a, b) => b.createdAt - a.createdAt);
  return (
    <Section title={m.you_facts()} className="content-start">
      <p>{m.you_facts_lead()}</p>
      <FactField
        label={m.you_fact_new()}
        save={m.you_fact_keep()}
        onSave={async (text, onlyHere) => {
          const result = await commands.addFact(text, onlyHere);
          if (result.ok) toast(m.you_fact_kept());
          return result.ok ? null : result.error;
        }}
      />
      {lines?.length === 0 ? <p className="text-soft">{m.you_facts_empty()}</p> : null}
      <ul ref={list} tabIndex={-1} aria-label={m.you_facts()} className="grid outline-none">
        {lines?.map((fact) => (
          <li key={fact.id} className="fact">
            {fact.id === changing?.id ? (
              <FactEditor
                fact={changing}
                gone={!isHere}
                onDone={(id) => {
                  setChanging(null);
                  setLeft(id);
                  if (id === null) list.current?.focus();
                }}
              />
            ) : (
              <FactLine fact={fact} focused={fact.id === left} onChange={() => setChanging(fact)} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

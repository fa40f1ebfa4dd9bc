/** What Bondhu remembers (D1): written, changed and forgotten line by line. */
import { useState } from "react";
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
  const [changing, setChanging] = useState<FactView | null>(null);
  /** Forgotten in another tab or on another device while somebody was changing it here. */
  const orphan = changing !== null && facts !== undefined && !facts.some(({ id }) => id === changing.id);
  const stop = (): void => setChanging(null);
  return (
    <Section title={m.you_facts()} className="max-w-2xl">
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
      {facts?.length === 0 && !orphan ? <p className="text-soft">{m.you_facts_empty()}</p> : null}
      {orphan ? <FactEditor key={changing.id} fact={changing} gone onDone={stop} /> : null}
      <ul className="grid">
        {facts?.map((fact) => (
          <li key={fact.id} className="fact">
            {fact.id === changing?.id ? <FactEditor fact={changing} gone={false} onDone={stop} /> : <FactLine fact={fact} onChange={() => setChanging(fact)} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What a place will hold, said plainly: a list in words, nothing that looks as if it could be pressed. */
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";

export function Coming({ items }: { readonly items: readonly string[] }) {
  return (
    <section aria-labelledby="coming" className="grid gap-3">
      <h2 id="coming" className="text-title">
        {m.coming_title()}
      </h2>
      <ul className="coming">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p>
        <Link to="/chat" className="ink-link inline-block min-h-11 content-center">
          {m.coming_wish()}
        </Link>
      </p>
    </section>
  );
}

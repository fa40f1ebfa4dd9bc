/** What this needs has not been loaded, and there is no network to load it from. */
import { m } from "../../../i18n/messages.ts";
import { Button } from "../../kit/button.tsx";

export function Unreached({ onBack }: { readonly onBack: () => void }) {
  return (
    <>
      <p role="alert">{m.auth_offline()}</p>
      <Button className="justify-self-start" onClick={onBack}>
        {m.cancel()}
      </Button>
    </>
  );
}

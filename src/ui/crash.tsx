/** What is left of a screen that broke. */
import { m } from "../i18n/messages.ts";
import { Avatar } from "./kit/avatar.tsx";
import { Button } from "./kit/button.tsx";

export function Crash() {
  return (
    <div role="alert" className="mx-auto grid max-w-2xl justify-items-start gap-4 px-5 py-10">
      <Avatar mood="gentle" decorative className="size-24" />
      <h1 className="text-screen">{m.crash_title()}</h1>
      <p>{m.crash_text()}</p>
      <Button tone="primary" onClick={() => location.reload()}>
        {m.reload()}
      </Button>
    </div>
  );
}

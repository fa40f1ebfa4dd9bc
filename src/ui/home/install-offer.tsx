/** Offers the home screen once, after a conversation has begun; a "not now" is final on this device. */
import { useState } from "react";
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";
import { recall, remember } from "../../shared/mirror.ts";
import { useInstall } from "../../state/use-install.ts";
import { useReport } from "../../state/use-report.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";

const key = "bondhu.install";
/** A few exchanges: by then the person knows whether they want to come back. */
const fittingAfter = 4;

/** iOS has no prompt, only its share menu; there the installed app gets storage of its own. */
const isIosBrowser = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) && !matchMedia("(display-mode: standalone)").matches && "ontouchend" in document;

export function InstallOffer() {
  const install = useInstall();
  const messages = useReport()?.messages ?? 0;
  const [answered, setAnswered] = useState(() => recall(key) !== null);
  const ios = isIosBrowser();
  if (answered || messages < fittingAfter || (!install.available && !ios)) return null;
  const settle = (): void => {
    remember(key, "answered");
    setAnswered(true);
  };
  return (
    <Note className="home-later">
      <p>{ios ? m.install_ios() : m.install_offer()}</p>
      {ios ? (
        <p>
          <Link to="/settings/data" className="ink-link">
            {m.archive_install()}
          </Link>
        </p>
      ) : null}
      <p className="flex flex-wrap gap-2">
        {ios ? null : (
          <Button onClick={() => void install.prompt().finally(settle)}>{m.install_do()}</Button>
        )}
        <Button tone="plain" onClick={settle}>
          {m.install_later()}
        </Button>
      </p>
    </Note>
  );
}

/** A guided breath: four seconds in, six out. The ring grows and falls with it; without motion the words and the count lead alone. */
import { type CSSProperties, useEffect, useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useActivity } from "../../state/use-activity.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Button } from "../kit/button.tsx";
import { type Breath, firstBreath, nextSecond, phaseSeconds } from "./breath.ts";

export function Breathing() {
  const [breath, setBreath] = useState<Breath | null>(null);
  const running = breath !== null;
  useActivity("game", running);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setBreath((now) => (now === null ? null : nextSecond(now))), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <div className="grid justify-items-center gap-4">
      <div className="breath" data-phase={breath?.phase ?? "rest"} style={{ "--breath-seconds": `${breath === null ? 1 : phaseSeconds[breath.phase]}s` } as CSSProperties}>
        <span className="breath-ring" />
        <Avatar mood={running ? "gentle" : "listening"} decorative className="size-24" />
      </div>
      <p className="min-h-[2em] text-center font-display text-title">
        <span aria-live="polite">{breath === null ? m.breathe_ready() : breath.phase === "in" ? m.breathe_in() : m.breathe_out()}</span>
        {breath === null ? null : (
          <span aria-hidden="true" className="ml-3 inline-block w-6 text-soft tabular-nums">
            {formatNumber(breath.second)}
          </span>
        )}
      </p>
      <Button tone={running ? "quiet" : "primary"} onClick={() => setBreath(running ? null : firstBreath)}>
        {running ? m.breathe_stop() : m.breathe_start()}
      </Button>
      {breath === null || breath.done === 0 ? null : <p className="text-small text-soft">{breath.done === 1 ? m.breathe_done_one() : m.breathe_done({ count: formatNumber(breath.done) })}</p>}
    </div>
  );
}

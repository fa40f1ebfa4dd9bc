/** A2 and A3 in a page: locks it when nobody is there, covers it when it goes out of sight. */
import type { Presence } from "../../adapters/browser/presence.ts";
import type { Clock } from "../../sync/ports.ts";
import { leftAt, type PageLock } from "./mirror.ts";
import { afterIn, openMirror } from "./open-mirror.ts";

/** Being there is written down so often, ms: every key and touch would be too often. */
const noteMs = 5_000;

export function watchLock(lock: PageLock, presence: Presence, clock: Clock): () => void {
  let cancelTimer = (): void => undefined;
  let cancelUncover = (): void => undefined;
  let noted = Number.NEGATIVE_INFINITY;

  /** Looks again when the lock would be due. */
  function arm(): void {
    cancelTimer();
    const mirror = lock.mirror.read();
    if (mirror === null || lock.state() !== "open") return;
    cancelTimer = clock.after(Math.max(leftAt(mirror, clock.now()), 0), () => {
      lock.look();
      arm();
    });
  }

  /** Somebody is there now. Never opens what is locked, here or by another tab. */
  function note(): void {
    lock.look();
    const mirror = lock.mirror.read();
    if (lock.state() !== "open" || mirror === null) return;
    noted = clock.now();
    lock.write(openMirror(afterIn(mirror), noted));
  }

  function cover(): void {
    cancelUncover();
    presence.cover(lock.state() !== "off");
  }
  function away(): void {
    cover();
    const mirror = lock.mirror.read();
    if (lock.state() === "open" && mirror !== null && afterIn(mirror) === 0) lock.write("locked");
    else note();
  }

  const stopFollowing = presence.follow((what) => {
    if (what === "away") away();
    else if (what === "aside") cover();
    else if (what === "back") {
      // Also what a page from the back/forward cache was not told.
      lock.look();
      // By then the screens have given way to the lock's, if they had to.
      cancelUncover();
      cancelUncover = clock.after(0, () => presence.cover(false));
    } else if (clock.now() - noted >= noteMs || clock.now() < noted) note();
    arm();
  });
  const stopListening = lock.subscribe(arm);
  arm();
  return () => {
    stopFollowing();
    stopListening();
    cancelTimer();
    cancelUncover();
  };
}

/** What the lock answers, in words. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { LockError } from "../../state/views.ts";

/** A wait as people read it. */
export function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? m.lock_seconds({ count: formatNumber(seconds) }) : m.lock_minutes({ count: formatNumber(Math.ceil(seconds / 60)) });
}

/** `method`: what was tried. */
export function lockErrorText(error: LockError, method: "pin" | "passkey"): string {
  switch (error.kind) {
    case "wrong":
      return method === "pin" ? m.lock_error_wrong() : m.lock_error_wrong_passkey();
    case "wait":
      return m.lock_error_wait({ time: waitWords(error.waitMs) });
    case "cancelled":
      return m.lock_error_cancelled();
    case "noPin":
      return m.lock_error_noPin();
    case "unavailable":
      return m.lock_unavailable();
  }
}

/** Enough of an address for its owner to know it, too little for a finder. */
export const maskedEmail = (email: string): string => email.replace(/^(.).*?@/u, "$1…@");

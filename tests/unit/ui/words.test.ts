/** Every state and every error has words of its own. */
import { beforeAll, describe, expect, it } from "vitest";
import { applyLocale } from "../../../src/i18n/locale.ts";
import type { AuthError, SyncState, WriteError } from "../../../src/state/views.ts";
import { greeting } from "../../../src/ui/home/greeting.ts";
import { authErrorField, authErrorText } from "../../../src/ui/settings/auth-error.ts";
import { refusalReason, statusSentence } from "../../../src/ui/status/status-words.ts";
import { writeErrorText } from "../../../src/ui/write-error.ts";

const auth: readonly AuthError[] = [
  { kind: "invalidCredentials" },
  { kind: "emailTaken" },
  { kind: "weakPassword", minLength: 8 },
  { kind: "invalidEmail" },
  { kind: "longPassword" },
  { kind: "samePassword" },
  { kind: "wrongCode" },
  { kind: "mailUnavailable" },
  { kind: "notFresh" },
  { kind: "signedOut" },
  { kind: "otherAccount" },
  { kind: "rateLimited", retryAfterMs: 840_000 },
  { kind: "rateLimited", retryAfterMs: null },
  { kind: "rateLimited", retryAfterMs: 1500 },
  { kind: "offline" },
  { kind: "server" },
  { kind: "confirmEmail" },
];
const write: readonly WriteError[] = [{ kind: "blank" }, { kind: "tooLong", length: 9000, max: 8000 }, { kind: "mutationTooLarge" }, { kind: "quota" }, { kind: "gone" }];
const states: readonly SyncState[] = ["guest", "offline", "syncing", "synced", "stalled", "signedOut", "attention"];
const status = (state: SyncState, pending = 2) => ({ state, pending, quarantined: 1, oldestQueuedAt: null, lastSyncAt: null });

beforeAll(() => applyLocale("en"));

describe("words", () => {
  it("tells every auth error apart", () => {
    expect(new Set(auth.map(authErrorText)).size).toBe(auth.length);
    expect(authErrorText({ kind: "rateLimited", retryAfterMs: 1500 })).toContain("2 seconds");
    expect(authErrorText({ kind: "rateLimited", retryAfterMs: 840_000 })).toContain("14 minutes");
    expect(authErrorField({ kind: "weakPassword", minLength: 8 })).toBe("password");
    expect(authErrorField({ kind: "emailTaken" })).toBe("email");
    expect(authErrorField({ kind: "server" })).toBe("form");
  });

  it("tells every write error apart, with what is safe", () => {
    expect(new Set(write.map(writeErrorText)).size).toBe(write.length);
    expect(writeErrorText({ kind: "tooLong", length: 9000, max: 8000 })).toMatch(/9,000.*8,000/);
  });

  it("[T1] says each state in its own sentence, and names what waits", () => {
    expect(new Set(states.map((state) => statusSentence(status(state)))).size).toBe(states.length);
    for (const state of ["offline", "syncing", "stalled"] as const) expect(statusSentence(status(state, 17))).toContain("17");
    expect(statusSentence(status("offline", 0))).not.toContain("0");
  });

  it("[T1] does not blame a refusal for what the device itself needs", () => {
    const held = statusSentence({ ...status("attention"), quarantined: 0 });
    expect(held).not.toBe(statusSentence(status("attention")));
    expect(held).not.toMatch(/refused|\d/);
  });

  it("[P6] explains a refusal by the class of its code", () => {
    expect(refusalReason("22P05")).not.toBe(refusalReason("23514"));
    expect(refusalReason("undeliverable")).not.toBe(refusalReason("PT400"));
  });
});

describe("the greeting", () => {
  const titles = (dayStart: 0 | 4 | 6) => Array.from({ length: 24 }, (_, hour) => greeting(hour, dayStart).title);
  it("[N3] goes with the hours, each with words of its own", () => {
    const day = titles(0);
    expect(new Set(day).size).toBe(4);
    expect([4, 5, 11, 12, 16, 17, 21, 22].map((hour) => day[hour])).toEqual([
      "Still up?",
      "Good morning",
      "Good morning",
      "Good afternoon",
      "Good afternoon",
      "Good evening",
      "Good evening",
      "Still up?",
    ]);
  });
  it("[N3] lets the morning begin with the person's own day, where that is a morning", () => {
    expect([titles(6)[5], titles(6)[6], titles(4)[4], titles(0)[4]]).toEqual(["Still up?", "Good morning", "Good morning", "Still up?"]);
  });
});

/** A1, A2, A3, A9: when a page is locked, and what every tab knows of it. */
import { describe, expect, test } from "vitest";
import type { Moment, Presence } from "../../../src/adapters/browser/presence.ts";
import { pageLock, stateAt } from "../../../src/runtime/lock/mirror.ts";
import { openMirror } from "../../../src/runtime/lock/open-mirror.ts";
import { watchLock } from "../../../src/runtime/lock/watch.ts";
import { MemoryMirror } from "../../support/memory-mirror.ts";
import { FakeClock } from "../../support/sync/fakes.ts";

const minute = 60_000;

class FakePresence implements Presence {
  covered = false;
  #listener = (_moment: Moment): void => undefined;
  follow(listener: (moment: Moment) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
  cover(on: boolean): void {
    this.covered = on;
  }
  tell(moment: Moment): void {
    this.#listener(moment);
  }
}

class Browser {
  readonly clock = new FakeClock();
  readonly mirror = new MemoryMirror();

  /** A lock that somebody has just opened. */
  static open(afterMs: number): Browser {
    const browser = new Browser();
    browser.mirror.value = openMirror(afterMs, browser.clock.now());
    return browser;
  }
  tab() {
    const presence = new FakePresence();
    const seen: string[] = [];
    const lock = pageLock(this.mirror.tab(), () => this.clock.now(), (made) => void watchLock(made, presence, this.clock));
    lock.subscribe(() => seen.push(lock.state()));
    return { lock, presence, seen };
  }
}

describe("what the mirror says", () => {
  test("[A1] known at once, and whatever cannot be read as open is locked", () => {
    const now = 1_000_000_000;
    expect(stateAt(null, now)).toBe("off");
    expect(stateAt(openMirror(5 * minute, now - 4 * minute), now)).toBe("open");
    expect(stateAt(openMirror(5 * minute, now - 5 * minute), now)).toBe("locked");
    for (const mirror of ["locked", "", " ", "0", "open", "NaN NaN", `${5 * minute}`, `-1 ${now}x`, `${5 * minute} ${now + 1}`]) expect([mirror, stateAt(mirror, now)]).toEqual([mirror, "locked"]);
  });

  test("[A2] with \"at once\" somebody who is there has a minute without touching anything", () => {
    const now = 1_000_000_000;
    expect(stateAt(openMirror(0, now - minute + 1), now)).toBe("open");
    expect(stateAt(openMirror(0, now - minute), now)).toBe("locked");
  });
});

describe("a page", () => {
  test("[A2] locks when nobody has touched it for the chosen time, and not while somebody does", async () => {
    const browser = Browser.open(5 * minute);
    const { lock, presence } = browser.tab();
    for (let index = 0; index < 20; index += 1) {
      await browser.clock.advance(4 * minute);
      presence.tell("active");
      expect(lock.state()).toBe("open");
    }
    await browser.clock.advance(5 * minute - 1);
    expect(lock.state()).toBe("open");
    await browser.clock.advance(1);
    expect(lock.state()).toBe("locked");
    presence.tell("active");
    presence.tell("back");
    expect(lock.state()).toBe("locked");
    expect(browser.mirror.value).toBe("locked");
  });

  test("[A2] out of sight it has the chosen time, counted from then; with \"at once\" none", async () => {
    const browser = Browser.open(minute);
    const { lock, presence } = browser.tab();
    await browser.clock.advance(50_000);
    presence.tell("away");
    await browser.clock.advance(50_000);
    presence.tell("back");
    expect(lock.state()).toBe("open");
    presence.tell("away");
    // Frozen: no timer of it has run.
    browser.clock.passTo(browser.clock.now() + minute);
    presence.tell("back");
    expect(lock.state()).toBe("locked");

    const atOnce = Browser.open(0);
    const other = atOnce.tab();
    other.presence.tell("active");
    expect(other.lock.state()).toBe("open");
    other.presence.tell("away");
    expect(other.lock.state()).toBe("locked");
  });

  test("[A2] a clock that was set back has not kept it open, and one that was put right does not open it", async () => {
    const browser = Browser.open(5 * minute);
    const { lock, presence } = browser.tab();
    browser.clock.set(browser.clock.now() - 60 * minute);
    presence.tell("active");
    expect(lock.state()).toBe("locked");
    browser.clock.set(browser.clock.now() + 60 * minute);
    presence.tell("back");
    expect([lock.state(), browser.tab().lock.state()]).toEqual(["locked", "locked"]);
  });

  test("[A2] all tabs lock and open together, and one that somebody uses keeps the others open", async () => {
    const browser = Browser.open(5 * minute);
    const [one, two] = [browser.tab(), browser.tab()];
    await browser.clock.advance(4 * minute);
    two.presence.tell("active");
    await browser.clock.advance(4 * minute);
    expect([one.lock.state(), two.lock.state()]).toEqual(["open", "open"]);
    one.lock.write("locked");
    expect([one.lock.state(), two.lock.state(), browser.tab().lock.state()]).toEqual(["locked", "locked", "locked"]);
    // A hand on the other tab does not open it again.
    two.presence.tell("active");
    two.presence.tell("away");
    expect(browser.mirror.value).toBe("locked");
    two.lock.write(openMirror(5 * minute, browser.clock.now()));
    expect(one.seen).toEqual(["locked", "open"]);
    await browser.clock.advance(5 * minute);
    expect([one.lock.state(), two.lock.state()]).toEqual(["locked", "locked"]);
  });

  test("[A2] a lock that is set in one tab holds in all, and is gone from all", async () => {
    const browser = new Browser();
    const [one, two] = [browser.tab(), browser.tab()];
    two.presence.tell("away");
    expect([two.lock.state(), two.presence.covered]).toEqual(["off", false]);
    one.lock.write(openMirror(0, browser.clock.now()));
    two.presence.tell("away");
    expect([one.lock.state(), two.lock.state()]).toEqual(["locked", "locked"]);
    one.lock.write(null);
    expect([one.lock.state(), two.lock.state()]).toEqual(["off", "off"]);
  });

  test("[A3] it is covered as it goes out of sight, and uncovered only after the lock has been looked at", async () => {
    const browser = Browser.open(15 * minute);
    const { lock, presence } = browser.tab();
    presence.tell("aside");
    expect(presence.covered).toBe(true);
    presence.tell("back");
    await browser.clock.advance(0);
    expect([presence.covered, lock.state()]).toEqual([false, "open"]);
    // Back and away again before anything was drawn.
    presence.tell("away");
    presence.tell("back");
    presence.tell("away");
    await browser.clock.advance(0);
    expect(presence.covered).toBe(true);
    browser.clock.passTo(browser.clock.now() + 16 * minute);
    presence.tell("back");
    // The screens have given way before anything is shown again.
    expect([presence.covered, lock.state()]).toEqual([true, "locked"]);
    await browser.clock.advance(0);
    expect(presence.covered).toBe(false);
  });
});

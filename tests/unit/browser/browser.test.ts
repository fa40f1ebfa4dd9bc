import { describe, expect, it, vi } from "vitest";
import { backgroundSync, syncTag } from "../../../src/adapters/browser/background-sync.ts";
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { installOffer } from "../../../src/adapters/browser/install.ts";
import { browserNetwork } from "../../../src/adapters/browser/network.ts";
import { browserRandom } from "../../../src/adapters/browser/random.ts";
import { deviceStorage } from "../../../src/adapters/browser/storage.ts";

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";
}

describe("network", () => {
  const setup = (onLine: boolean | undefined = true) => {
    const navigator = onLine === undefined ? {} : { onLine };
    const sources = { navigator, events: new EventTarget(), document: new FakeDocument() };
    return { ...sources, network: browserNetwork(sources) };
  };

  it("[C1] tells online now and after each change, until unsubscribed", () => {
    const { navigator, events, network } = setup();
    const told: boolean[] = [];
    const stop = network.live.subscribe((online) => told.push(online));
    Object.assign(navigator, { onLine: false });
    events.dispatchEvent(new Event("offline"));
    Object.assign(navigator, { onLine: true });
    events.dispatchEvent(new Event("online"));
    stop();
    events.dispatchEvent(new Event("offline"));
    expect(told).toEqual([true, false, true]);
  });

  it("[C1] wakes on online, on becoming visible and on returning from the back-forward cache, never on hiding", () => {
    const { events, document, network } = setup();
    const wakes: string[] = [];
    const stop = network.wakes.subscribe((wake) => wakes.push(wake));
    expect(wakes).toEqual([]);
    events.dispatchEvent(new Event("online"));
    document.visibilityState = "hidden";
    document.dispatchEvent(new Event("visibilitychange"));
    document.visibilityState = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
    events.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
    events.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    stop();
    events.dispatchEvent(new Event("online"));
    expect(wakes).toEqual(["online", "visible", "visible"]);
  });

  it("[C1] a worker has no document; a browser that does not tell counts as online", () => {
    const network = browserNetwork({ navigator: undefined, events: new EventTarget(), document: undefined });
    expect(network.online()).toBe(true);
    network.wakes.subscribe(() => undefined)();
    expect(setup(false).network.online()).toBe(false);
  });
});

describe("storage", () => {
  it("[T2] reports what the browser tells, and null for what it does not", async () => {
    const told = deviceStorage({ estimate: async () => ({ usage: 5, quota: 10 }), persisted: async () => true, persist: async () => true });
    expect(await told.report()).toEqual({ usage: 5, quota: 10, persisted: true });
    expect(await told.persist()).toBe(true);
    const silent = deviceStorage({});
    expect(await silent.report()).toEqual({ usage: null, quota: null, persisted: null });
    expect(await silent.persist()).toBe(false);
  });

  it("[T2] keeps the browser's own object as `this`", async () => {
    class Manager {
      readonly #quota = 7;
      estimate() {
        return Promise.resolve({ quota: this.#quota });
      }
    }
    expect((await deviceStorage(new Manager()).report()).quota).toBe(7);
  });
});

describe("install offer", () => {
  it("is kept until the person wants it, shown once, and gone when installed", async () => {
    const events = new EventTarget();
    const offer = installOffer(events);
    const told: boolean[] = [];
    offer.subscribe(({ available }) => told.push(available));
    const prompt = vi.fn<() => Promise<void>>().mockResolvedValue();
    const event = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt });
    events.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    await offer.prompt();
    await offer.prompt();
    expect(prompt).toHaveBeenCalledOnce();
    events.dispatchEvent(event);
    events.dispatchEvent(new Event("appinstalled"));
    expect(told).toEqual([false, true, false, true, false]);
  });
});

describe("background sync", () => {
  it("[C3] registers the tag where the browser can", async () => {
    const register = vi.fn<(tag: string) => Promise<void>>().mockResolvedValue();
    expect(await backgroundSync(async () => ({ sync: { register } })).request()).toBe(true);
    expect(register).toHaveBeenCalledWith(syncTag);
  });

  it("[C3] says no without SyncManager, without a worker, and when the person has forbidden it", async () => {
    expect(await backgroundSync(async () => ({})).request()).toBe(false);
    expect(await backgroundSync(async () => undefined).request()).toBe(false);
    const forbidden = { sync: { register: () => Promise.reject(new DOMException("no", "NotAllowedError")) } };
    expect(await backgroundSync(async () => forbidden).request()).toBe(false);
    expect(await backgroundSync().request()).toBe(false);
  });

  it("[C3] anything else is a bug and is thrown", async () => {
    const broken = { sync: { register: () => Promise.reject(new TypeError("bug")) } };
    await expect(backgroundSync(async () => broken).request()).rejects.toThrow("bug");
  });
});

describe("clock and random", () => {
  it("[P7] a timer fires once and can be cancelled", () => {
    vi.useFakeTimers();
    try {
      const fired = vi.fn<() => void>();
      browserClock.after(10, fired);
      browserClock.after(10, fired)();
      vi.advanceTimersByTime(30);
      expect(fired).toHaveBeenCalledOnce();
      expect(browserClock.now()).toBe(Date.now());
    } finally {
      vi.useRealTimers();
    }
  });

  it("[P7] units lie in [0, 1), even for the largest draw", () => {
    const random = browserRandom();
    const units = Array.from({ length: 1000 }, () => random.unit());
    expect(units.every((unit) => unit >= 0 && unit < 1)).toBe(true);
    expect(new Set(units).size).toBeGreaterThan(990);
    const largest = browserRandom({
      getRandomValues: (array) => (array instanceof Uint32Array && array.fill(0xffffffff), array),
      randomUUID: () => "00000000-0000-4000-8000-000000000000",
    });
    expect(largest.unit()).toBeLessThan(1);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

/** The way between a context and the server: what is lost, doubled, delayed, overtaken or refused on it. */
import type { Answer, Failure, Transport } from "../../../../src/sync/ports.ts";
import type { SimContext } from "./context.ts";
import type { SimDevice } from "./device.ts";
import type { Simulation } from "./world.ts";

export function transportOf(context: SimContext): Transport {
  const { server, user } = context.device.world;
  return {
    push: (request, signal) => exchange(context, signal, () => server.push(user, request), request),
    pull: (request, signal) => exchange(context, signal, () => server.pull(user, request), request),
    bootstrap: (request, signal) => exchange(context, signal, () => server.bootstrap(user, request), request),
    history: (request, signal) => exchange(context, signal, () => server.history(user, request), request),
    rows: (request, signal) => exchange(context, signal, () => server.rowsById(user, request), request),
    renew: (request, signal) => exchange(context, signal, () => server.renew(user, request), request),
  };
}

function exchange<T>(context: SimContext, signal: AbortSignal, arrive: () => Answer<T>, request: object): Promise<Answer<T>> {
  const { world } = context.device;
  const sent = JSON.stringify(request);
  const deliver = (): Answer<T> => {
    if (JSON.stringify(request) !== sent) throw new Error("a request was changed after it was sent");
    return arrive();
  };
  return new Promise((resolve) => {
    const answer = (value: Answer<T>): void => {
      void context.warm().then(() => {
        if (context.alive) resolve(value);
      });
    };
    signal.addEventListener("abort", () => answer({ ok: false, failure: { kind: "offline" } }));
    travel(context, deliver, answer, (failure) => world.clock.after(world.delay(), () => answer({ ok: false, failure })));
  });
}

function travel<T>(context: SimContext, deliver: () => Answer<T>, answer: (value: Answer<T>) => void, fail: (failure: Failure) => void): void {
  const { world } = context.device;
  const { tally, weather } = world;
  if (!context.device.online) return fail({ kind: "offline" });
  if (world.chance(weather.refusal)) return fail(refusal(world));
  if (world.chance(weather.loss * 0.3)) {
    tally.lostRequest += 1;
    return fail({ kind: "offline" });
  }
  if (world.chance(weather.loss * 0.1)) {
    // A black hole: the engine's deadline has to end it.
    tally.hungRequest += 1;
    return;
  }
  const order = context.device.nextOrder();
  const arrive = (heard: boolean): void => {
    if (!context.alive) tally.deadSendersRequest += 1;
    if (order < arrivedLast.get(context.device)) tally.reorderedRequest += 1;
    arrivedLast.set(context.device, order);
    const value = deliver();
    if (!value.ok && value.failure.kind === "reset") tally.reset += 1;
    if (!value.ok && value.failure.kind === "clockAhead") tally.refusedAhead += 1;
    if (!heard) return;
    if (world.chance(weather.loss * 0.5)) {
      tally.lostAnswer += 1;
      fail({ kind: "offline" });
    } else world.clock.after(world.delay("delayedAnswer"), () => answer(value));
  };
  const both = world.chance(weather.loss * 0.4);
  if (both) {
    tally.doubledRequest += 1;
    // Either copy may be the one whose answer is heard.
    const first = world.unit() < 0.5;
    world.clock.after(world.delay("delayedRequest"), () => arrive(first));
    world.clock.after(world.delay("delayedRequest"), () => arrive(!first));
  } else world.clock.after(world.delay("delayedRequest"), () => arrive(true));
}

function refusal(world: Simulation): Failure {
  const draw = world.unit();
  if (draw < 0.3) {
    world.tally.auth += 1;
    return { kind: "auth" };
  }
  if (draw < 0.5) {
    world.tally.retryAfter += 1;
    return { kind: "busy", retryAfterMs: 5_000, blame: false, status: 429 };
  }
  world.tally.busy += 1;
  return { kind: "busy", retryAfterMs: null, blame: draw < 0.7, status: draw < 0.7 ? 408 : 503 };
}

class Orders {
  readonly #last = new WeakMap<SimDevice, number>();
  get(device: SimDevice): number {
    return this.#last.get(device) ?? 0;
  }
  set(device: SimDevice, order: number): void {
    this.#last.set(device, Math.max(order, this.get(device)));
  }
}
const arrivedLast = new Orders();

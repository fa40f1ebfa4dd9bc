/** The way between a context and the server: what is lost, doubled, delayed, overtaken or refused on it. */
import type { Answer, Failure, Transport } from "../../../../src/sync/ports.ts";
import type { SimContext } from "./context.ts";

type Call = keyof Transport;
type Request<K extends Call> = Parameters<Transport[K]>[0];

/** The server as `context` can reach it, with the token that its device has when the request leaves. */
export function transportOf(context: SimContext): Transport {
  const { world } = context.device;
  const send =
    <T>(deliver: (transport: Transport, signal: AbortSignal) => Promise<Answer<T>>, request: object, signal: AbortSignal): Promise<Answer<T>> => {
      const token = context.device.tokenFor(context);
      const { incarnation } = world;
      if (token !== context.profile.person.user) world.tally.wrongToken += 1;
      const sent = JSON.stringify(request);
      return exchange(context, signal, () => {
        if (JSON.stringify(request) !== sent) throw new Error("a request was changed after it was sent");
        // A server that comes back from a backup was away for a while: what was on its way to it is lost.
        if (world.incarnation !== incarnation) return Promise.resolve({ ok: false, failure: { kind: "offline" } });
        return world.serve(() => deliver(world.server.as(token, context.profile.person.user), signal));
      });
    };
  return {
    push: (request: Request<"push">, signal) => {
      if (world.chokesOn(request)) return fails(context, { kind: "busy", retryAfterMs: null, blame: true, status: 400 });
      return send((server) => server.push(request, signal), request, signal);
    },
    pull: (request, signal) => send((server) => server.pull(request, signal), request, signal),
    bootstrap: (request, signal) => send((server) => server.bootstrap(request, signal), request, signal),
    history: (request, signal) => send((server) => server.history(request, signal), request, signal),
    rows: (request, signal) => send((server) => server.rows(request, signal), request, signal),
    renew: (request, signal) => send((server) => server.renew(request, signal), request, signal),
  };
}

/** Between now and later: a few ms mostly, sometimes long enough for everything else to overtake it. */
function delay(context: SimContext, fault: "delayedRequest" | "delayedAnswer" | null = null): number {
  const { weather, tally } = context.device.world;
  if (!context.chance(weather.delay * 0.3)) return 1 + context.unit() * 40;
  if (fault) tally[fault] += 1;
  return 20_000 + context.unit() * 100_000;
}

const fails = (context: SimContext, failure: Failure): Promise<Answer<never>> => exchange(context, new AbortController().signal, () => Promise.resolve({ ok: false, failure }));

function exchange<T>(context: SimContext, signal: AbortSignal, deliver: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const { world } = context.device;
  return new Promise((resolve) => {
    const answer = (value: Answer<T>): void => {
      void context.warm().then(() => {
        if (context.alive) resolve(value);
      });
    };
    signal.addEventListener("abort", () => answer({ ok: false, failure: { kind: "offline" } }));
    travel(context, deliver, answer, (failure) => world.clock.after(delay(context), () => answer({ ok: false, failure })));
  });
}

function travel<T>(context: SimContext, deliver: () => Promise<Answer<T>>, answer: (value: Answer<T>) => void, fail: (failure: Failure) => void): void {
  const { device, profile } = context;
  const { world } = device;
  const { tally, weather, clock } = world;
  if (!device.online) return fail({ kind: "offline" });
  if (context.chance(weather.refusal)) return fail(refusal(context));
  if (context.chance(weather.loss * 0.3)) {
    tally.lostRequest += 1;
    return fail({ kind: "offline" });
  }
  if (context.chance(weather.loss * 0.1)) {
    // A black hole: the engine's deadline has to end it.
    tally.hungRequest += 1;
    return;
  }
  const order = ++profile.sent;
  const arrive = async (heard: boolean): Promise<void> => {
    if (!context.alive) tally.deadSendersRequest += 1;
    if (order < profile.arrived) tally.reorderedRequest += 1;
    profile.arrived = Math.max(profile.arrived, order);
    const value = await deliver();
    if (!value.ok) noteRefusal(context, value.failure);
    if (!heard) return;
    if (context.chance(weather.loss * 0.5)) {
      tally.lostAnswer += 1;
      fail({ kind: "offline" });
    } else clock.after(delay(context, "delayedAnswer"), () => answer(value));
  };
  const send = (heard: boolean): void => void clock.after(delay(context, "delayedRequest"), () => world.watch(arrive(heard)));
  if (context.chance(weather.loss * 0.4)) {
    tally.doubledRequest += 1;
    // Either copy may be the one whose answer is heard.
    const first = context.unit() < 0.5;
    send(first);
    send(!first);
  } else send(true);
}

function noteRefusal({ device }: SimContext, { kind }: Failure): void {
  const { tally } = device.world;
  if (kind === "reset" || kind === "behind" || kind === "wrongAccount") tally[kind] += 1;
  if (kind === "clockAhead") tally.refusedAhead += 1;
}

function refusal({ device, unit }: SimContext): Failure {
  const { tally } = device.world;
  const draw = unit();
  if (draw < 0.3) {
    tally.auth += 1;
    return { kind: "auth" };
  }
  if (draw < 0.5) {
    tally.retryAfter += 1;
    return { kind: "busy", retryAfterMs: 5_000, blame: false, status: 429 };
  }
  tally.busy += 1;
  return { kind: "busy", retryAfterMs: null, blame: draw < 0.7, status: draw < 0.7 ? 408 : 503 };
}

/** What each step of a plan does to a device, while the other device and the host have their own steps. */
import { Killed, type ChaosDevice } from "./chaos-device.ts";
import type { KillableHost } from "./killable-host.ts";
import type { Ledger } from "./ledger.ts";
import type { Kind, Plan, Step } from "./plan.ts";
import type { Trap } from "./road.ts";
import { trace } from "./trace.ts";

export interface World {
  readonly devices: readonly ChaosDevice[];
  readonly host: KillableHost;
  readonly ledger: Ledger;
}

/** A moment of the plan's; what is waited for is never waited for in this way. */
const moment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Tab = ChaosDevice["tab"];

/** Types messages into the composer as a quick person does, Enter right behind each. Resolves with their texts, accepted or not. */
async function type(device: ChaosDevice, { ledger }: World, count: number, tab: Tab = device.tab): Promise<string[]> {
  const { composer, page } = tab.device;
  const texts: string[] = [];
  await device.use("type", async () => {
    for (let index = 0; index < count; index += 1) {
      const text = ledger.newText(device.name);
      texts.push(text);
      // The first replaces a draft that was left; what follows is typed behind what is still on its way.
      if (index === 0) await composer.fill(text);
      else await page.keyboard.insertText(text);
      await page.keyboard.press("Enter");
    }
  });
  return texts;
}

/** Typed, and seen in the conversation. */
async function say(device: ChaosDevice, world: World, count: number, tab?: Tab): Promise<void> {
  const texts = await type(device, world, count, tab);
  await device.use("accept what was sent", () => Promise.all(texts.map((text) => world.ledger.accepted(text))));
}

/** Types a message and kills the browser `ms` after Enter was pressed. */
async function killAfterSend(device: ChaosDevice, { ledger }: World, ms: number): Promise<boolean> {
  const { composer, page } = device.device;
  await device.use("type", () => composer.fill(ledger.newText(device.name)));
  const pressed = device.use("press Enter", () => page.keyboard.press("Enter"));
  await moment(ms);
  const killed = device.kill();
  await pressed.catch(onlyKilled);
  return killed;
}

function onlyKilled(reason: unknown): void {
  if (!(reason instanceof Killed)) throw reason;
}

/** Kills every copy of the worker that runs; it is woken first, so that there is one. */
async function stopWorker(device: ChaosDevice, all: boolean): Promise<void> {
  const { cdp, device: tab } = device.tab;
  const running = new Promise<string>((resolve) => {
    cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const version = versions.find(({ runningStatus }) => runningStatus === "running");
      if (version) resolve(version.versionId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  await tab.page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ type: "wake" }));
  const versionId = await running;
  if (all) await cdp.send("ServiceWorker.stopAllWorkers");
  else await cdp.send("ServiceWorker.stopWorker", { versionId });
  await cdp.send("ServiceWorker.disable");
}

type Act = (device: ChaosDevice, world: World, step: Step) => Promise<void>;

/** What becomes of a request is settled by the network when it meets one: the promise is kept until the end of the storm. */
type Pending = { readonly kind: Kind; readonly device: ChaosDevice; readonly met: Promise<void>; done: boolean };

const traps: Partial<Record<Kind, (device: ChaosDevice, world: World, ms: number) => Trap>> = {
  "browser killed mid-push": (device, _, ms) => ({ path: "push", onRequest: () => moment(ms).then(() => void device.kill()) }),
  "browser killed before the answer": (device) => ({ path: "push", onAnswer: () => void device.kill() }),
  "host killed mid-push": (_, { host }, ms) => ({ path: "push", onForwarded: () => moment(ms).then(() => void host.kill()) }),
  "request dropped": () => ({ path: "api", fate: "dropRequest" }),
  "request doubled": () => ({ path: "push", fate: "double" }),
  "request swallowed": () => ({ path: "push", fate: "swallow" }),
  "answer dropped": () => ({ path: "push", fate: "dropAnswer" }),
  "answer delayed": (_device, _world, ms) => ({ path: "api", fate: "delay", ms }),
  "answer cut": () => ({ path: "api", fate: "cut" }),
};

const acts: Partial<Record<Kind, Act>> = {
  async "browser killed after Send"(device, world, { ms, kind }) {
    if (await killAfterSend(device, world, ms)) world.ledger.happened(kind);
  },
  async "browser killed at random"(device, world, { ms, messages, kind }) {
    await type(device, world, messages);
    await moment(ms);
    if (device.kill()) world.ledger.happened(kind);
  },
  async "page frozen"(device, world, { ms, messages, kind }) {
    const { tab } = device;
    await type(device, world, messages);
    await device.use("freeze", () => device.freeze(tab));
    world.ledger.happened(kind);
    await moment(ms);
    await device.use("thaw", () => device.thaw(tab));
  },
  async "frozen with a second tab"(device, world, { messages, kind }) {
    const { tab } = device;
    await type(device, world, 1);
    await device.use("freeze", () => device.freeze(tab));
    const second = await device.use("open a tab", () => device.openTab());
    world.ledger.happened(kind);
    await say(device, world, messages, second);
    await device.use("thaw", () => device.thaw(tab));
  },
  async "worker stopped"(device, world, { messages, kind }) {
    await type(device, world, messages);
    await device.use("stop its worker", () => stopWorker(device, false));
    world.ledger.happened(kind);
  },
  async "all workers stopped"(device, world, { messages, kind }) {
    await type(device, world, messages);
    await device.use("stop its worker", () => stopWorker(device, true));
    world.ledger.happened(kind);
  },
  async "second tab"(device, world, { messages, kind }) {
    const { tab } = device;
    const second = await device.use("open a tab", () => device.openTab());
    await Promise.all([say(device, world, messages, tab), say(device, world, messages, second)]);
    world.ledger.happened(kind);
  },
  async "tab closed after Send"(device, world, { messages, kind }) {
    const second = await device.use("open a tab", () => device.openTab());
    await type(device, world, messages, second);
    await device.use("close a tab", () => device.closeTab(second));
    world.ledger.happened(kind);
  },
  async "page offline"(device, world, { ms, messages, kind }) {
    await device.use("change its network", () => device.offline(true));
    world.ledger.happened(kind);
    await say(device, world, messages);
    await moment(ms);
    await device.use("change its network", () => device.offline(false));
  },
  async "page reloaded"(device, world, { messages, kind }) {
    await type(device, world, messages);
    await device.use("reload", () => device.page.reload());
    world.ledger.happened(kind);
    await device.use("open the conversation", () => device.device.openChat());
  },
};

/** A browser that is killed under a step (by the trap of another, too) takes it again, so often at most. */
const attempts = 3;

/** One step on one device. */
async function take(step: Step, device: ChaosDevice, world: World): Promise<Pending | null> {
  await moment(step.after);
  trace(device.name, step.kind, step.ms, "ms", step.messages);
  const trap = traps[step.kind];
  const met = trap ? device.road.arm(trap(device, world, step.ms)) : step.kind === "socket cut" ? device.road.cutSocket() : null;
  const pending = met && { kind: step.kind, device, met, done: false };
  if (pending) void met.then(() => (pending.done = true)).then(() => {
    trace(device.name, "met", step.kind);
    world.ledger.happened(step.kind);
  });
  const act: Act = acts[step.kind] ?? (async () => void (await type(device, world, step.messages)));
  for (let attempt = 0, done = false; attempt < attempts && !done; attempt += 1) {
    try {
      await device.up();
      await act(device, world, step);
      done = true;
    } catch (reason) {
      onlyKilled(reason);
    }
  }
  return pending;
}

async function lane(steps: readonly Step[], device: ChaosDevice, world: World): Promise<Pending[]> {
  const pending: (Pending | null)[] = [];
  await say(device, world, 1).catch(onlyKilled);
  for (const step of steps) pending.push(await take(step, device, world));
  return pending.filter((one) => one !== null);
}

async function hostLane(steps: readonly Step[], { host, ledger }: World): Promise<void> {
  for (const { kind, after, ms } of steps) {
    await moment(after);
    await host.up();
    trace(kind);
    if (host.kill()) ledger.happened(kind);
    await moment(ms);
    await host.up();
  }
}

/** Everything that the plan asks for, and every trap sprung: a device whose road still has one is given something to say. */
export async function storm(plan: Plan, world: World): Promise<void> {
  const [left] = await Promise.all([
    Promise.all(world.devices.map((device, index) => lane(plan.devices[index] ?? [], device, world))),
    hostLane(plan.host, world),
  ]);
  for (const pending of left.flat()) {
    while (!pending.done) {
      trace(pending.device.name, "still", pending.kind);
      await everythingUp(world);
      try {
        await say(pending.device, world, 1);
        await pending.device.use("wait", () => Promise.race([pending.met, moment(2000)]));
        if (!pending.done) await pending.device.use("knock", () => pending.device.knock());
      } catch (reason) {
        onlyKilled(reason);
      }
    }
  }
}

/** Host, browsers and pages as they are when nothing is wrong. */
export async function everythingUp({ devices, host }: World): Promise<void> {
  await Promise.all([host.up(), ...devices.map(calmed)]);
}

async function calmed(device: ChaosDevice): Promise<void> {
  for (let calm = false; !calm; ) {
    try {
      await device.up();
      await device.use("calm down", () => device.calm());
      calm = true;
    } catch (reason) {
      onlyKilled(reason);
    }
  }
}

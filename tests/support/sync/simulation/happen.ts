/** How a world goes: a story happens, then everything heals. */
import { message } from "../device.ts";
import { isSettled } from "./check.ts";
import { perform } from "./commands.ts";
import type { SimContext } from "./context.ts";
import type { SimDevice } from "./device.ts";
import type { Profile } from "./profile.ts";
import type { Event } from "./story.ts";
import type { Simulation } from "./world.ts";

export async function happen(world: Simulation, events: readonly Event[]): Promise<void> {
  const start = world.clock.now();
  for (const event of events) {
    await world.runTo(start + event.at);
    await begin(world, event);
  }
  await world.run(1_000);
}

async function begin(world: Simulation, event: Event): Promise<void> {
  const { tally } = world;
  const device = world.devices[event.device];
  if (!device) throw new Error(`there is no device ${event.device}`);
  const context = device.all[event.tab % device.all.length];
  switch (event.kind) {
    case "weather":
      world.weather[event.of] = event.value;
      return;
    case "command": {
      const able = upContext(world, device, context);
      // A command in a context that dies is never told its end, so nobody waits for it here.
      if (able) world.watch(perform(able, event));
      return;
    }
    case "wake":
      if (context) void context.warm().then(() => context.alive && context.engine.wake(event.reason));
      return;
    case "offline":
      if (!device.online) return;
      tally.offlineSpell += 1;
      device.setOnline(false);
      world.clock.after(event.ms, () => device.setOnline(true));
      return;
    case "crash":
      if (context) device.crash(context);
      return;
    case "freeze":
      context?.freeze(event.ms);
      return;
    case "clock":
      tally[event.jump ? (event.skew > 0 ? "clockAhead" : "clockBehind") : "clockStep"] += 1;
      device.skew = event.skew;
      return;
    case "backup":
      device.takeBackup();
      return;
    case "rollBack": {
      if (!device.rollBack()) return;
      tally.rolledBack += 1;
      return world.diskReplaced(device.session);
    }
    case "copy": {
      const other = world.devices[event.to];
      if (!other || !device.copyTo(other)) return;
      tally.copied += 1;
      return world.diskReplaced(device.session);
    }
    case "evict": {
      const people = [...device.profiles.keys()];
      device.evict();
      tally.evicted += 1;
      for (const person of people) await world.diskReplaced(person);
      return;
    }
    case "full":
      tally.fullDisk += 1;
      device.full = true;
      world.clock.after(event.ms, () => (device.full = false));
      return;
    case "signIn": {
      device.signIn(world.person(event.person), event.lingering);
      return;
    }
    case "wrongToken":
      device.mistaken = world.people.find((person) => person !== device.session) ?? null;
      world.clock.after(event.ms, () => (device.mistaken = null));
      return;
    case "dump":
      return world.takeServerBackup();
    case "restore":
      return world.restoreServer();
    case "upgrade":
      device.upgrade();
      return;
    case "mendProxy":
      world.proxyMended = true;
  }
}

/** People use what works. */
function upContext(world: Simulation, device: SimDevice, context: SimContext | undefined): SimContext | undefined {
  if (context?.isUp) return context;
  return [device, ...world.devices].flatMap(({ all }) => all).find(({ isUp }) => isUp);
}

export async function heal(world: Simulation): Promise<void> {
  world.stormy = false;
  for (const device of world.devices) {
    device.full = false;
    device.mistaken = null;
    device.upgrade();
  }
  // Requests still on their way, contexts that are frozen or are to be opened again.
  await world.run(1_200_000);
  for (const device of world.devices) {
    device.openAll();
    device.setOnline(true);
  }
  for (let hour = 0; hour < 24; hour++) {
    // A mutation that fails alone waits for another one to be judged beside (P6), so people go on writing.
    for (const device of world.devices) for (const profile of device.profiles.values()) world.watch(well(device, profile));
    await world.run(60 * 60_000);
    for (const device of world.devices) for (const profile of device.profiles.values()) contextOf(device, profile)?.engine.wake("visible");
    await world.run(60_000);
    if (await isSettled(world)) return;
  }
}

const contextOf = ({ contexts }: SimDevice, profile: Profile): SimContext | undefined => contexts.find((one) => one.profile === profile);

async function well(device: SimDevice, profile: Profile): Promise<void> {
  const context = contextOf(device, profile);
  await context?.command(async (tx) => {
    await tx.add("chat_messages", message(context.deps.random.uuid(), tx.stamp(), `${profile.person.name} says all is well`, tx.now()));
  });
}

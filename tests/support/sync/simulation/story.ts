/** How a world goes: a storm of acts and faults, then healing. */
import { message } from "../device.ts";
import { isSettled } from "./check.ts";
import { act } from "./commands.ts";
import type { Simulation } from "./world.ts";

export async function storm(world: Simulation): Promise<void> {
  const steps = 60 + world.pick(60);
  for (let step = 0; step < steps; step++) {
    const device = world.devices[world.pick(world.devices.length)];
    const context = device?.contexts[world.pick(3)];
    if (!device || !context) throw new Error("a world has devices, and they have contexts");
    const draw = world.unit();
    // A command in a context that dies is never told its end, so nobody waits for it here.
    if (draw < 0.6) void act(world, context);
    else if (draw < 0.66) device.setOnline(!device.online);
    else if (draw < 0.66 + world.weather.crash) device.crash(context);
    else if (draw < 0.71) device.takeSnapshot();
    else if (draw < 0.72) device.rollBack();
    else if (draw < 0.73) device.jumpClock();
    else if (draw < 0.74) {
      world.tally.clockStep += 1;
      device.skew = Math.floor((world.unit() - 0.5) * 200_000);
    } else if (draw < 0.745) world.takeDump();
    else if (draw < 0.75) world.restoreServer();
    else if (draw < 0.78) context.freeze(10 ** (3 + world.unit() * 3));
    else void context.warm().then(() => context.alive && context.engine.wake(world.unit() < 0.5 ? "visible" : "timer"));
    await world.run(world.unit() < 0.2 ? world.unit() * 60_000 : world.unit() * 300);
  }
}

export async function heal(world: Simulation): Promise<void> {
  world.stormy = false;
  // Requests still on their way, and contexts that are to be opened again.
  await world.run(200_000);
  for (const device of world.devices) {
    device.setOnline(true);
    // A mutation that fails alone is judged beside another one (P6), so there has to be one.
    const [context] = device.contexts;
    await Promise.all([
      context?.command(async (tx) => {
        await tx.put("chat_messages", message(device.random.uuid(), tx.stamp(), "all is well", tx.now()));
      }),
      world.run(1000),
    ]);
  }
  for (let hour = 0; hour < 12 && !world.devices.every((device) => isSettled(world, device)); hour++) {
    await world.run(60 * 60_000);
    for (const device of world.devices) for (const context of device.contexts) context.engine.wake("visible");
    await world.run(60_000);
  }
}


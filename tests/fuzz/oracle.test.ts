/** The simulation itself: it repeats, it sees what it is there to see, and it tells it in few words. */
import { expect, test } from "vitest";
import type { PushRequest, Transport } from "../../src/sync/ports.ts";
import { badWorld } from "../support/sync/simulation/report.ts";
import { run } from "../support/sync/simulation/run.ts";
import { openModel, type OpenServer } from "../support/sync/simulation/server.ts";
import { shrink } from "../support/sync/simulation/shrink.ts";
import { tell } from "../support/sync/simulation/story.ts";

/** A server whose transports are spoilt. */
const spoilt =
  (spoil: (transport: Transport) => Partial<Transport>): OpenServer =>
  async (users, now, events) => {
    const server = await openModel(users, now, events);
    return {
      ...server,
      as: (token, user) => {
        const transport = server.as(token, user);
        return { ...transport, ...spoil(transport) };
      },
    };
  };

/** Says that it has taken what it has not, for one message in eight. */
const forgetful = spoilt((transport) => ({
  push: (request, signal) => transport.push(without(request), signal),
}));
const without = (request: PushRequest): PushRequest => ({
  ...request,
  mutations: request.mutations.map((mutation) => ({ ...mutation, ops: mutation.ops.filter(({ table, row }) => table !== "chat_messages" || !/[08]$/.test(row.id)) })),
});

test("[fuzz] the same seed gives the same world", async () => {
  const [first, again] = [await run(tell(11), openModel), await run(tell(11), openModel)];
  expect(again).toEqual(first);
  expect((await run(tell(12), openModel)).tally).not.toEqual(first.tally);
});

test("[fuzz] a server that loses what it has acknowledged is caught, and told by its seed and a short story", async () => {
  const story = tell(5);
  const outcome = await run(story, forgetful);
  expect(outcome.problems.map(({ kind }) => kind)).toContain("loss");
  const small = await shrink(story, async (fewer) => (await run(fewer, forgetful)).problems.some(({ kind }) => kind === "loss"), 80);
  expect(small.events.length).toBeLessThanOrEqual(6);
  expect(badWorld(small, outcome.problems, "model")).toContain(`FUZZ_FIRST=5 FUZZ_ONLY=${small.events.map(({ index }) => index).join(",")} npm run fuzz -- model`);
}, 120_000);

test("[fuzz] a server that takes a resent mutation for a new one is caught", async () => {
  const open: OpenServer = (users, now, events) => openModel(users, now, { ...events, applied: (user, client, ids) => [1, 2].forEach(() => events.applied(user, client, ids)) });
  expect((await run(tell(5), open)).problems.map(({ kind }) => kind)).toContain("double");
});

test("[fuzz] a server that lets a token read another account is caught", async () => {
  const careless: OpenServer = async (users, now, events) => {
    const server = await openModel(users, now, events);
    // Whose database is asking is not looked at: the token alone decides.
    return { ...server, as: (token) => server.as(token, token) };
  };
  expect((await run(tell(5), careless)).problems.map(({ kind }) => kind)).toContain("stranger");
});

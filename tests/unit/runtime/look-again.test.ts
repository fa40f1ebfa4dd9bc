import "fake-indexeddb/auto";
import { afterEach, expect, it } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { message, promised } from "../dexie/device.ts";
import { Backend, follow, Phone } from "./phone.ts";

const phone = new Phone(new Backend());
afterEach(() => phone.closeAll());

it("[C1] what a context wrote that ended before it could tell is on screen after the next wake", async () => {
  const { runtime } = await phone.open();
  const timeline = follow(runtime.queries.timeline());
  await eventually(() => expect(timeline.latest()?.messages).toEqual([]));
  const name = (await phone.idb.indexedDB.databases()).map((found) => found.name ?? "").find((found) => found.startsWith("bondhu-"));
  const raw = await promised(phone.idb.indexedDB.open(name ?? ""));
  await promised(raw.transaction("chat_messages", "readwrite").objectStore("chat_messages").put(message(1)));
  raw.close();
  expect(timeline.latest()?.messages).toEqual([]);
  phone.setOnline(true);
  await eventually(() => expect(timeline.latest()?.messages.map(({ text }) => text)).toEqual(["message 1"]));
});

/** T2: the promise to keep the data is asked for once there is something to keep. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Backend, Phone } from "./phone.ts";
import { eventually } from "../../support/eventually.ts";

const persist = vi.fn<() => Promise<boolean>>();
let phone = new Phone(new Backend());
beforeEach(() => {
  phone = new Phone(new Backend());
  persist.mockReset().mockResolvedValue(true);
  vi.stubGlobal("navigator", { storage: { persist } });
});
afterEach(async () => {
  await phone.closeAll();
  vi.unstubAllGlobals();
});

test("[T2] the browser is asked to keep the data after the first message, once on this device", async () => {
  const { runtime, close } = await phone.open();
  await runtime.commands.sendMessage(" ");
  expect(persist).not.toHaveBeenCalled();
  await runtime.commands.sendMessage("hello");
  await eventually(() => expect(persist).toHaveBeenCalledOnce());
  await runtime.commands.sendMessage("again");
  await close();
  const next = await phone.open();
  await next.runtime.commands.sendMessage("after a reload");
  await next.close();
  expect(persist).toHaveBeenCalledOnce();
});

test("[T2] by hand it is asked for at any time, and the answer is told", async () => {
  const { runtime } = await phone.open();
  expect(await runtime.commands.requestPersistence()).toBe(true);
  persist.mockResolvedValue(false);
  expect(await runtime.commands.requestPersistence()).toBe(false);
});

/** What people paste and type that a database, a wire or an input method could trip over. */
import type { Locator } from "@playwright/test";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const max = 8000;
/** `unit` over and over, then full stops: exactly `max` UTF-16 units, no character cut. */
const filled = (unit: string): string => unit.repeat(Math.floor(max / unit.length)).padEnd(max, ".");

const sendButton = (device: Device): Locator => device.page.getByRole("button", { name: "Send", exact: true });
/** Sends what is in the field, however it came there. */
async function submit(device: Device): Promise<void> {
  await sendButton(device).click();
  await expect(device.composer).toHaveValue("");
}
/** As a paste does: the field takes the text as it is and tells React of it. */
const paste = (device: Device, text: string): Promise<void> =>
  device.composer.evaluate((field, pasted) => {
    if (!(field instanceof HTMLTextAreaElement)) throw new Error("the composer is no textarea");
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(field, pasted);
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, text);

/** How many rows each of the current account's tables holds. */
const counts = (device: Device): Promise<Record<string, number>> =>
  device.page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("request failed")));
      });
    const names = (await indexedDB.databases()).map(({ name = "" }) => name).filter((name) => name.startsWith("bondhu-"));
    if (names.length !== 1) throw new Error(`one account was expected, not ${names.length}`);
    const database = await settled(indexedDB.open(names[0] ?? ""));
    const tables = ["chat_messages", "user_sessions", "outbox", "asks", "quarantine"];
    const transaction = database.transaction(tables);
    const found = await Promise.all(tables.map(async (table) => [table, await settled(transaction.objectStore(table).count())] as const));
    database.close();
    return Object.fromEntries(found);
  });

test("[W1] nothing, too much, and an Enter that belongs to the input method are not sent", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  const send = sendButton(device);
  const empty = await counts(device);

  await test.step("a blank message", async () => {
    for (const blank of ["", "   ", "\n\n", "\u00a0\u3000"]) {
      await device.composer.fill(blank);
      await expect(send).toHaveAttribute("aria-disabled", "true");
      await expect(send).toHaveAccessibleDescription("There is nothing written yet.");
      await device.composer.press("Enter");
    }
    // Not to be seen, and not white space to a browser either.
    await device.composer.fill("\u200b\u2060\u200e");
    await send.click();
    await expect(device.page.getByRole("alert")).toHaveText("There is nothing written yet.");
    expect(await counts(device)).toEqual(empty);
  });

  await test.step("8,001 characters", async () => {
    const text = `${filled("word ")}!`;
    await device.composer.fill(text);
    await expect(send).toHaveAttribute("aria-disabled", "true");
    const reason = "1 over the limit of 8,000. Shorten it a little, or send it in two parts.";
    await expect(send).toHaveAccessibleDescription(reason);
    await expect(device.composer).toHaveAccessibleDescription(reason);
    await device.composer.press("Enter");
    await expect(device.page.getByRole("alert")).toContainText("That is 8,001 characters; 8,000 fit in one message.");
    await expect(device.composer).toHaveValue(text);
    expect(await counts(device)).toEqual(empty);
    await expect(device.own()).toHaveCount(0);
  });

  await test.step("Enter while an input method is composing", async () => {
    await device.composer.fill("");
    const session = await device.context.newCDPSession(device.page);
    await session.send("Input.imeSetComposition", { text: "বন্ধু", selectionStart: 5, selectionEnd: 5 });
    await device.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
    await session.send("Input.insertText", { text: "বন্ধু" });
    await expect(device.composer).toHaveValue("বন্ধু");
    expect(await counts(device)).toEqual(empty);
    await device.composer.press("Enter");
    await expect(device.own("বন্ধু")).toHaveCount(1);
    // The message and Bondhu's reply.
    await expect(device.replies()).toHaveCount(1);
    expect(await counts(device)).toMatchObject({ chat_messages: 2, outbox: 2 });
  });
});

test("[W1] any script arrives on another device byte for byte, and nothing Postgres refuses enters the queue", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  const written = [
    // ZWJ families with skin tones and a heart with its variation selector.
    filled("👩🏽‍❤️‍💋‍👨🏿👨‍👩‍👧‍👦"),
    // Conjuncts, joiners, and letters that Unicode writes in two ways, which nobody may make into one.
    filled("ক্ষ্ম জ্ঞ র‍্যাব র্‌ক য\u09bc\u09df ড\u09bc\u09dc কো\u0995\u09c7\u09be "),
    filled("\u2067مرحبًا يا صديقي\u2069 \u202bשלום\u202c abc\u200f\u061c "),
  ];
  for (const text of written) {
    expect(text).toHaveLength(max);
    await paste(device, text);
    await submit(device);
  }
  const strange = [
    ["nul \u0000 in \u0000it", "nul  in it"],
    ["half \ud83d a pair", "half \ufffd a pair"],
    ["\udc9d the other half", "\ufffd the other half"],
  ] as const;
  for (const [text] of strange) {
    await paste(device, text);
    expect(await device.composer.inputValue()).toBe(text);
    await submit(device);
  }
  const expected = [...written, ...strange.map(([, clean]) => clean)];
  await device.expectDrained();
  expect(await counts(device)).toMatchObject({ quarantine: 0, outbox: 0 });
  expect(await server.ownTexts(account)).toEqual(expected);

  // Only what is near the screen is drawn: a screen that holds all of it.
  const other = await openDevice({ viewport: { width: 1280, height: 9000 } });
  await other.signIn(account);
  await other.openChat();
  await expect(other.own()).toHaveCount(expected.length);
  expect(await other.ownTexts()).toEqual(expected);
});

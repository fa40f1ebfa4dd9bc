/** The personality context on the real host: chat goes by it and never waits for it, and a reply tells what shaped it. */
import { randomUUID } from "node:crypto";
import { expect, newAccount, test } from "./support/fixtures.ts";
import { answersFor } from "../support/personality.ts";

test("[X2] [X5] [X6] chat sends with the context endpoint black-holed, in the person's style, and a reply tells what shaped it", async ({ openDevice, server }, info) => {
  const account = newAccount();
  const phone = await openDevice({ viewport: { width: 360, height: 740 } });
  await phone.signUp(account);
  await phone.controlled();
  // Answers from another device: somebody talkative and curious.
  const claims = JSON.parse(Buffer.from((await server.token(account)).split(".")[1] ?? "", "base64url").toString()) as { sub: string };
  const at = Date.now() - 60_000;
  const stamp = `${at.toString(16).padStart(12, "0")}-0000-${"b".repeat(16)}`;
  const ops = [...answersFor({ extraversion: 1, openness: 1 })].map(([item, answer]) => ({
    table: "personality_answers",
    row: { id: randomUUID(), stamp, run: 1, item, answer, answered_at: new Date(at).toISOString() },
  }));
  await server.call(account, "sync_push", { p_user: claims.sub, p_client: "b".repeat(16), p_first_seq: 1, p_acked_seq: 0, p_mutations: [{ id: randomUUID(), schema: 1, ops }] });

  const asked: string[] = [];
  await phone.context.route("**/functions/v1/personality-context", (_route, request) => void asked.push(request.method()));
  await phone.openChat();
  await phone.expectDrained();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await phone.send("I feel sad");
  const reply = phone.replies();
  await expect(reply).toHaveCount(1);
  // Offline too, from the device's own rows.
  await phone.offline();
  await phone.send("I am so happy today");
  await expect(reply).toHaveCount(2);
  expect(asked).toEqual(["GET"]);

  for (const index of [0, 1]) {
    const article = reply.nth(index);
    await article.focus();
    await article.press("Enter");
    await phone.page.getByRole("menuitem", { name: "Why these words" }).click();
    const sheet = phone.page.getByRole("dialog", { name: "Why these words" });
    await expect(sheet.getByRole("listitem").first()).toContainText("Sociability");
    if (index === 1) await info.attach("why", { body: await phone.page.screenshot({ path: info.outputPath("why.png") }), contentType: "image/png" });
    await phone.page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
  }
  // One's own words have nothing to explain.
  await phone.own().first().focus();
  await phone.own().first().press("Enter");
  await expect(phone.page.getByRole("menu")).toBeVisible();
  await expect(phone.page.getByRole("menuitem", { name: "Why these words" })).toHaveCount(0);
  await phone.page.keyboard.press("Escape");
  await phone.online();
  await phone.expectDrained();
  expect(await server.rows(account, "reply_notes?select=shaped_by")).toHaveLength(2);
});

/** The app in one tab, as a person sees and uses it. */
import { expect } from "vitest";
import type { Tab } from "./engine.ts";

export interface Message {
  readonly id: string;
  readonly sender: string;
  readonly state: string;
  readonly text: string;
}
export interface SyncStatus {
  readonly state: string;
  readonly pending: number;
}
export interface Account {
  readonly email: string;
  readonly password: string;
}

const composer = { role: "textbox", name: "Message Bondhu" } as const;
const button = (name: string) => ({ role: "button", name }) as const;

/** Waits until `look` gives what is expected; a page in between two documents is looked at again. */
export const soon = <T>(look: () => Promise<T>, timeout = 40_000) => expect.poll(look, { timeout, interval: 100 });

export class Chat {
  readonly tab: Tab;
  readonly url: string;
  constructor(tab: Tab, url: string) {
    this.tab = tab;
    this.url = url;
  }

  async open(): Promise<void> {
    await this.tab.open(`${this.url}/chat`);
    await this.ready();
  }
  async reload(): Promise<void> {
    await this.tab.reload();
    await this.ready();
  }
  /** The composer is there, and what was in it has been read from the disk. */
  async ready(): Promise<void> {
    await soon(() => this.tab.read(() => document.querySelector('textarea[aria-label="Message Bondhu"]') !== null)).toBe(true);
    await soon(() => this.tab.read(() => document.querySelector('[role="status"][data-sync]')?.getAttribute("data-sync") ?? "")).not.toBe("");
  }

  /** Makes an account by the app's own screens, and goes back to the conversation. */
  async signUp({ email, password }: Account): Promise<void> {
    await this.tab.open(`${this.url}/settings`);
    const offered = () => this.tab.read((name) => [...document.querySelectorAll("button")].some((found) => found.textContent.trim() === name), "Make an account");
    await soon(offered).toBe(true);
    // WebKit may leave a worker installing for good when the page that asked for it goes in the middle.
    await this.controlled();
    await this.tab.press(button("Make an account"));
    await this.tab.type({ role: "textbox", name: "E-mail address" }, email);
    await this.tab.type({ role: "textbox", name: "Password" }, password);
    await this.tab.press(button("Make an account"));
    await soon(() => this.tab.read(() => document.body.textContent.includes("You’re signed in as"))).toBe(true);
    await this.open();
  }

  /** Waits until the service worker controls the page. */
  async controlled(): Promise<void> {
    await soon(() => this.tab.read(() => navigator.serviceWorker.controller !== null)).toBe(true);
  }

  async write(text: string): Promise<void> {
    await this.tab.type(composer, text);
    await soon(() => this.draft()).toBe(text);
  }
  async send(text: string): Promise<void> {
    await this.write(text);
    await this.tab.press(button("Send"));
    await soon(() => this.draft()).toBe("");
  }

  draft(): Promise<string> {
    return this.tab.read(() => document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message Bondhu"]')?.value ?? "there is no composer");
  }
  messages(): Promise<Message[]> {
    return this.tab.read(() =>
      [...document.querySelectorAll<HTMLElement>('[role="log"][aria-label="Conversation"] article')].map((article) => ({
        id: article.dataset["messageId"] ?? "",
        sender: article.dataset["sender"] ?? "",
        state: article.dataset["state"] ?? "",
        text: article.querySelector("[data-message-text]")?.textContent ?? "",
      })),
    );
  }
  /** What the person has written, in the order of the screen. */
  async own(): Promise<string[]> {
    return (await this.messages()).filter(({ sender }) => sender === "user").map(({ text }) => text);
  }
  async replies(): Promise<Message[]> {
    return (await this.messages()).filter(({ sender }) => sender === "ai");
  }
  /** Everything in the log but the marks of delivery. */
  async said(): Promise<string[]> {
    return (await this.messages()).map(({ id, sender, text }) => `${id} ${sender}: ${text}`);
  }

  status(): Promise<SyncStatus> {
    return this.tab.read(() => {
      const { sync = "", pending = "" } = document.querySelector<HTMLElement>('[role="status"][aria-label="Sync status"]')?.dataset ?? {};
      return { state: sync, pending: pending === "" ? -1 : Number(pending) };
    });
  }
  async drained(timeout?: number): Promise<void> {
    await soon(() => this.status(), timeout).toEqual({ state: "synced", pending: 0 });
  }
}

/** The letters in English and Bengali: plain text, and the same as simple HTML. */
import { codeMinutes } from "./letter.ts";
import type { Language, Letter } from "./letter.ts";

interface Words {
  readonly subject: string;
  /** What the letter is about; before the code. */
  readonly lead: string;
  /** What else to know; after the code. */
  readonly rest: string;
}
export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const ignore = "If this was not you, you need not do anything: without the code nothing happens.";
const ignoreBn = "তুমি না চেয়ে থাকলে কিছু করতে হবে না: কোড ছাড়া কিছুই বদলায় না।";

const words: Readonly<Record<Language, Readonly<Record<Letter["kind"], Words>>>> = {
  en: {
    signIn: { subject: "Your Bondhu code", lead: "Here is your code to sign in to Bondhu.", rest: ignore },
    signUp: { subject: "Welcome to Bondhu: your code", lead: "Nice to meet you. With this code your Bondhu account is ready.", rest: ignore },
    reset: { subject: "A new password for Bondhu: your code", lead: "With this code you can choose a new password for Bondhu.", rest: ignore },
    changeEmail: { subject: "Your new address for Bondhu: your code", lead: "With this code your Bondhu account moves to this address.", rest: ignore },
    alreadyHere: {
      subject: "You already have a Bondhu account: your code",
      lead: "You wanted to make an account, and you already have one here. This code signs you in to it.",
      rest: `Your password is still the old one; you can change it in the settings. ${ignore}`,
    },
    addressTaken: {
      subject: "You already have a Bondhu account",
      lead: "Somebody wanted to move a Bondhu account to this address. You already have an account here, so nothing was changed.",
      rest: "If it was you: sign in to the account of this address, or choose another address.",
    },
    addressChanged: {
      subject: "Your Bondhu account has a new address",
      lead: "Your Bondhu account has moved to another e-mail address; it signs in with that one from now on.",
      rest: "If this was not you, tell the person who runs this Bondhu.",
    },
  },
  bn: {
    signIn: { subject: "তোমার বন্ধু-কোড", lead: "বন্ধুতে ঢোকার জন্য এই তোমার কোড।", rest: ignoreBn },
    signUp: { subject: "বন্ধুতে স্বাগতম: তোমার কোড", lead: "পরিচিত হয়ে ভালো লাগল। এই কোড দিলেই তোমার বন্ধু-অ্যাকাউন্ট তৈরি।", rest: ignoreBn },
    reset: { subject: "বন্ধুর নতুন পাসওয়ার্ড: তোমার কোড", lead: "এই কোড দিয়ে তুমি বন্ধুর জন্য নতুন পাসওয়ার্ড বেছে নিতে পারো।", rest: ignoreBn },
    changeEmail: { subject: "বন্ধুতে তোমার নতুন ঠিকানা: তোমার কোড", lead: "এই কোড দিলে তোমার বন্ধু-অ্যাকাউন্ট এই ঠিকানায় চলে আসবে।", rest: ignoreBn },
    alreadyHere: {
      subject: "বন্ধুতে তোমার অ্যাকাউন্ট আগে থেকেই আছে: তোমার কোড",
      lead: "তুমি নতুন অ্যাকাউন্ট চেয়েছিলে, কিন্তু এখানে তোমার একটা আছেই। এই কোড দিয়ে তুমি সেটাতেই ঢুকতে পারো।",
      rest: `তোমার পাসওয়ার্ড আগেরটাই আছে; সেটিংসে গিয়ে বদলাতে পারো। ${ignoreBn}`,
    },
    addressTaken: {
      subject: "বন্ধুতে তোমার অ্যাকাউন্ট আগে থেকেই আছে",
      lead: "কেউ একটা বন্ধু-অ্যাকাউন্ট এই ঠিকানায় আনতে চেয়েছিল। এখানে তোমার অ্যাকাউন্ট আগে থেকেই আছে, তাই কিছুই বদলায়নি।",
      rest: "তুমিই চেয়ে থাকলে এই ঠিকানার অ্যাকাউন্টে ঢোকো, নয়তো অন্য ঠিকানা দাও।",
    },
    addressChanged: {
      subject: "তোমার বন্ধু-অ্যাকাউন্টের নতুন ঠিকানা",
      lead: "তোমার বন্ধু-অ্যাকাউন্ট অন্য ই-মেইল ঠিকানায় চলে গেছে; এখন থেকে সেই ঠিকানা দিয়েই ঢুকতে হবে।",
      rest: "তুমি না করে থাকলে যিনি এই বন্ধু চালান, তাঁকে জানাও।",
    },
  },
};

const lasting: Readonly<Record<Language, string>> = {
  en: `Type it in the app where you asked for it. It is good for ${codeMinutes} minutes and works once.`,
  bn: "অ্যাপে যেখানে কোড চেয়েছিলে সেখানে এটা লেখো। এটা ১৫ মিনিট চলে, আর একবারই কাজ করে।",
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const paragraph = (text: string, style = ""): string => `<p style="margin:0 0 16px;${style}">${escaped(text)}</p>`;

/** The code stands in one piece, so that phones offer it and people copy it whole; no link, which would open in another browser than the app's. */
export function write({ kind, language, code }: Letter): WrittenLetter {
  const { subject, lead, rest } = words[language][kind];
  const parts = code === null ? [lead, rest] : [lead, code, lasting[language], rest];
  const html = parts.map((part) => (part === code ? paragraph(part, "font-size:32px;font-weight:600;letter-spacing:4px") : paragraph(part))).join("\n");
  const page = `<div lang="${language}" style="max-width:34em;font:17px/1.6 sans-serif;color:#2b2118">\n${html}\n${paragraph("Bondhu · বন্ধু", "color:#6b5f52")}\n</div>`;
  return {
    subject: code === null ? subject : `${subject} ${code}`,
    text: `${parts.join("\n\n")}\n\n-- \nBondhu · বন্ধু\n`,
    html: `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>\n${page}\n</body></html>\n`,
  };
}

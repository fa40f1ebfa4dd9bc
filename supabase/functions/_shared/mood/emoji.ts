/** Emoji and emoticons that say how somebody feels (B6). What is used for anything (😅 🙏 👍) or means its opposite as often is left out. */
import type { Mood } from "./moods.ts";

export const feelingsEmoji: readonly (readonly [Mood | null, number, string])[] = [
  ["glad", 0.6, "😀 😃 😄 😁 😆 😊 🥰 😍 🤩 🥳 😻 💃 🎉 🎊 ❤ 🧡 💛 💚 💙 💜 🩷 💖 💕 😇 ☺ 🤗 😂 🤣 😹 :) :-) :D :-D =) :)) <3 ^_^"],
  ["calm", 0.5, "😌 🧘 🕊 🍃"],
  ["sad", -0.6, "😢 😭 😞 😔 😟 🙁 ☹ 💔 🥺 😿 😥 🥀 :( :-( :'( :(( =( ;("],
  ["anxious", -0.5, "😰 😨 😱 😧 😦 😖 😣 😬 🫨"],
  ["angry", -0.6, "😠 😡 🤬 👿 💢 😤 😾 🖕"],
  ["tired", -0.4, "😴 🥱 😪 😫 😩 🥴 😮‍💨"],
  [null, -0.3, "😕 😒 🤒 🤕 🤢 👎 :/"],
];

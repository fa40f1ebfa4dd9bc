/** Tells a message that is nothing but a few emoji: it is drawn larger. */
const emoji = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u;
const pictures = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*|\p{Regional_Indicator}{2}/gu;

/** At most three pictures and nothing else. */
export function emojiOnly(text: string): boolean {
  if (text.length > 40 || !emoji.test(text)) return false;
  const count = text.match(pictures)?.length ?? 0;
  return count >= 1 && count <= 3;
}

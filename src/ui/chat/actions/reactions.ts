/** M5: the six, and how each is called. */
import { m } from "../../../i18n/messages.ts";

export const reactions: readonly { readonly emoji: string; readonly label: () => string }[] = [
  { emoji: "❤️", label: () => m.hand_react_love() },
  { emoji: "🙏", label: () => m.hand_react_thanks() },
  { emoji: "😊", label: () => m.hand_react_smile() },
  { emoji: "😂", label: () => m.hand_react_laugh() },
  { emoji: "😢", label: () => m.hand_react_sad() },
  { emoji: "👍", label: () => m.hand_react_yes() },
];

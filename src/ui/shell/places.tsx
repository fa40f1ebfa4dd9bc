/** The seven places of the app, by the names they keep everywhere. */
import Clapperboard from "lucide-react/icons/clapperboard";
import Headphones from "lucide-react/icons/headphones";
import House from "lucide-react/icons/house";
import MessageCircle from "lucide-react/icons/message-circle";
import Puzzle from "lucide-react/icons/puzzle";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import UserRound from "lucide-react/icons/user-round";
import { m } from "../../i18n/messages.ts";

export interface Place {
  readonly path: string;
  readonly name: () => string;
  readonly Sign: typeof House;
}

export const daily: readonly Place[] = [
  { path: "/", name: () => m.nav_home(), Sign: House },
  { path: "/chat", name: () => m.nav_chat(), Sign: MessageCircle },
  { path: "/play", name: () => m.nav_play(), Sign: Puzzle },
  { path: "/listen", name: () => m.nav_listen(), Sign: Headphones },
  { path: "/watch", name: () => m.nav_watch(), Sign: Clapperboard },
];
export const own: readonly Place[] = [
  { path: "/you", name: () => m.nav_you(), Sign: UserRound },
  { path: "/settings", name: () => m.nav_settings(), Sign: SlidersHorizontal },
];

/** The first page of the notebook: a greeting, the conversation where it was left, and below it the days. */
import "./home.css";
import { m } from "../../i18n/messages.ts";
import { useCrisis } from "../../state/use-crisis.ts";
import { usePreferences } from "../../state/use-preferences.ts";
import { useStatus } from "../../state/use-status.ts";
import { Avatar, type Mood } from "../kit/avatar.tsx";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { Continue } from "./continue.tsx";
import { Doors } from "./doors.tsx";
import { greeting } from "./greeting.ts";
import { InstallOffer } from "./install-offer.tsx";
import { Moods } from "./mood.tsx";
import { Streak } from "./streak.tsx";
import { Today } from "./today.tsx";
import { useHour } from "./use-hour.ts";

export function HomeScreen() {
  useTitle(m.nav_home());
  const offline = useStatus()?.state === "offline";
  const crisis = useCrisis();
  const mood: Mood = crisis === undefined || crisis === null ? (offline ? "asleep" : "glad") : "gentle";
  const words = greeting(useHour(), usePreferences()?.dayStart);
  return (
    <div className="home">
      <header className="home-greeting">
        <Avatar mood={mood} className="home-face" />
        <div className="grid gap-2">
          <ScreenHeading size="hero">{words.title}</ScreenHeading>
          <p className="text-large text-soft">{words.line}</p>
        </div>
      </header>
      <Continue />
      <Streak />
      <div className="home-aside">
        <Today />
        <Doors />
      </div>
      <Moods />
      <InstallOffer />
    </div>
  );
}

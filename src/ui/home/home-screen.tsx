/** The first page of the notebook: a greeting, and the conversation where it was left. */
import "./home.css";
import { useState } from "react";
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";
import { useCrisis } from "../../state/use-crisis.ts";
import { useStatus } from "../../state/use-status.ts";
import { Avatar, type Mood } from "../kit/avatar.tsx";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { Continue } from "./continue.tsx";
import { greeting } from "./greeting.ts";
import { InstallOffer } from "./install-offer.tsx";
import { Today } from "./today.tsx";

export function HomeScreen() {
  useTitle(m.nav_home());
  const offline = useStatus()?.state === "offline";
  const crisis = useCrisis();
  const mood: Mood = crisis === undefined || crisis === null ? (offline ? "asleep" : "glad") : "gentle";
  const [hour] = useState(() => new Date().getHours());
  const words = greeting(hour);
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
      <Today />
      <section aria-label={m.home_later_title()} className="home-later text-small text-soft">
        <p>
          <strong className="font-semibold text-ink">{m.home_later_title()}</strong> {m.home_later()}
        </p>
        <p className="mt-3">
          <Link to="/play" className="ink-link">
            {m.home_breathe()}
          </Link>
        </p>
      </section>
      <InstallOffer />
    </div>
  );
}

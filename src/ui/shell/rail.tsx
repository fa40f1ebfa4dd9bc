/** A desk's side rail: who this is, where one can go, how the words are doing, and help. */
import { Link, NavLink } from "react-router";
import { m } from "../../i18n/messages.ts";
import { useStatus } from "../../state/use-status.ts";
import { HelpButton } from "../help/help-button.tsx";
import { Avatar } from "../kit/avatar.tsx";
import { type Place, daily, own } from "./places.tsx";
import { SyncBadge } from "./sync-badge.tsx";

const link = ({ path, name, Sign }: Place) => (
  <li key={path}>
    <NavLink to={path} end={path === "/"} className="rail-link">
      <Sign aria-hidden="true" size={22} strokeWidth={1.9} />
      <span>{name()}</span>
    </NavLink>
  </li>
);

export function Rail() {
  const offline = useStatus()?.state === "offline";
  return (
    <header className="rail flex flex-col gap-6 overflow-y-auto px-4 py-6">
      <Link to="/" tabIndex={-1} aria-hidden="true" className="flex items-center gap-3 px-2 no-underline">
        <Avatar mood={offline ? "asleep" : "listening"} decorative className="size-11" />
        <span className="font-display text-title font-semibold">{m.app_name()}</span>
      </Link>
      <nav aria-label={m.nav_label()}>
        <ul className="grid gap-1">{daily.map(link)}</ul>
        <ul className="mt-4 grid gap-1 border-t border-line pt-4">{own.map(link)}</ul>
      </nav>
      <div className="mt-auto grid justify-items-start gap-3">
        <SyncBadge />
        <HelpButton />
      </div>
    </header>
  );
}

/** A phone's two bars: at the top what is rarely needed and help, at the thumb the five daily places. */
import { NavLink } from "react-router";
import { m } from "../../i18n/messages.ts";
import { HelpButton } from "../help/help-button.tsx";
import { barActions } from "./bar-actions.ts";
import { daily, own } from "./places.tsx";
import { SyncBadge } from "./sync-badge.tsx";

export function TopBar() {
  return (
    <header className="top-bar">
      <div className="top-bar-row">
        <SyncBadge />
        <span className="grow" />
        <span id={barActions} className="bar-actions flex" />
        <HelpButton />
        <nav aria-label={m.nav_own_label()} className="flex">
          {own.map(({ path, name, Sign }) => (
            <NavLink key={path} to={path} aria-label={name()} title={name()} className="own-link grid place-items-center rounded-full text-soft">
              <Sign aria-hidden="true" size={22} />
            </NavLink>
          ))}
        </nav>
      </div>
    </header>
  );
}

export function BottomBar() {
  return (
    <nav aria-label={m.nav_label()} className="bottom-bar">
      {daily.map(({ path, name, Sign }) => (
        <NavLink key={path} to={path} end={path === "/"} className="thumb-link">
          <Sign aria-hidden="true" size={23} strokeWidth={1.9} />
          <span>{name()}</span>
        </NavLink>
      ))}
    </nav>
  );
}

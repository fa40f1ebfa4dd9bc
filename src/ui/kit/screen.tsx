/** A screen: names the document, holds the one heading that takes the focus after a change of place, and keeps lines readable. */
import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { m } from "../../i18n/messages.ts";

/** Sets the document's title while mounted. */
export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = m.title_of({ screen });
  }, [screen]);
}

interface HeadingProps {
  readonly children: ReactNode;
  readonly size?: "screen" | "hero";
  readonly className?: string;
}

/** The h1. Takes the focus when the person came here from another screen, not at the first load. */
export function ScreenHeading({ children, size = "screen", className }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrived = useLocation().key !== "default";
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    // Only arriving moves the focus; a later change of the history entry (a sheet) does not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={clsx(size === "hero" ? "text-hero" : "text-screen", className)}>
      {children}
    </h1>
  );
}

interface ScreenProps {
  /** The place's name, for the window's title. */
  readonly name: string;
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Screen({ name, heading, lead, wide = false, children }: ScreenProps) {
  useTitle(name);
  return (
    <div className={clsx("mx-auto grid w-full gap-8 px-5 pt-6 pb-10 min-[56.25rem]:px-10 min-[56.25rem]:pt-12", wide ? "max-w-5xl" : "max-w-2xl")}>
      {heading === undefined ? null : (
        <header className="grid justify-items-start gap-3">
          <ScreenHeading className="brush">{heading}</ScreenHeading>
          {lead === undefined ? null : <p className="text-large text-soft">{lead}</p>}
        </header>
      )}
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A part of a screen: set apart by space and a thin rule, not by a box. */
export function Section({ title, children, className }: SectionProps) {
  return (
    <section className={clsx("grid gap-4 border-t border-line pt-6", className)}>
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}

/** What became of a day as a small drawing: told by its form, in any colours. The words stand beside it. */
import "./days.css";
import type { ReactNode } from "react";
import type { Mark } from "./story.ts";

const drawings: Record<Mark, ReactNode> = {
  done: (
    <>
      <path d="M12.4 2.1c6-.3 9.8 4.4 9.5 10-.3 5.8-4.5 9.8-10.2 9.7C6 21.7 2 17.6 2.1 11.9 2.2 6.3 6.5 2.4 12.4 2.1z" className="mark-sun" />
      <path d="M7.6 12.5l3.2 3.4 5.8-7.6" className="mark-tick" />
    </>
  ),
  rest: <path d="M15.5 3.4c-4.3 1-7 4.5-7 8.7 0 4.3 3 7.7 7.4 8.3-1.3.7-2.7 1-4.1 1A9.4 9.4 0 0 1 2.5 12c0-5.2 4.2-9.4 9.3-9.4 1.3 0 2.6.3 3.7.8z" className="mark-moon" />,
  skipped: <path d="M2.5 16.5C6 8.5 15 7 20.5 13.5M20.8 8.6v5.2h-5.2" className="mark-hop" />,
  quiet: <circle cx="12" cy="12" r="8.5" className="mark-ring" />,
  open: <path d="M12.4 2.6c5.7-.3 9.3 4.2 9 9.5-.3 5.5-4.3 9.3-9.7 9.2C6.3 21.2 2.5 17.3 2.6 11.9 2.7 6.6 6.8 2.9 12.4 2.6z" className="mark-open" />,
  ahead: <circle cx="12" cy="12" r="2.2" className="mark-dot" />,
  before: <circle cx="12" cy="12" r="2.2" className="mark-dot" />,
};

export const MarkDrawing = ({ mark }: { readonly mark: Mark | null }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className="mark">
    {mark === null ? null : drawings[mark]}
  </svg>
);

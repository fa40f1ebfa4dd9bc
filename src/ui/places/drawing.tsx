/** Small ink drawings with one marigold thing in each: a place that is still being made shows what it will be. */
import type { ReactNode } from "react";

function Drawing({ children }: { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 240 120" aria-hidden="true" className="drawing">
      {children}
    </svg>
  );
}

/** A sliding puzzle with one tile on its way. */
export const TilesDrawing = () => (
  <Drawing>
    {[
      [62, 10, "M71 31q8-13 17 0"],
      [100, 11, "M110 19v14h14"],
      [61, 48, "M70 63h17"],
      [138, 12, "M146 33l8-15 8 15z"],
      [138, 50, "M147 60q8 12 15 0"],
    ].map(([x, y, mark]) => (
      <g key={String(mark)}>
        <rect x={x} y={y} width="34" height="34" rx="8" className="drawing-paper" />
        <path d={String(mark)} className="drawing-thin" />
      </g>
    ))}
    <rect x="103" y="62" width="34" height="34" rx="8" className="drawing-sun" transform="rotate(-7 120 79)" />
    <path d="M120 98c-1 7 1 10 6 13M114 108l11 4 3-10" className="drawing-thin" />
  </Drawing>
);

/** Rain on a hill, waves below. */
export const WavesDrawing = () => (
  <Drawing>
    <circle cx="172" cy="34" r="17" className="drawing-sun" />
    <path d="M62 48c-12-1-13-17-1-18 2-14 22-15 26-3 12-3 18 9 12 16-1 4-4 5-8 5z" className="drawing-paper" />
    <path d="M64 57l-3 9M77 57l-3 9M90 57l-3 9" className="drawing-water" />
    <path d="M30 84q12-10 24 0t24 0 24 0 24 0 24 0 24 0 24 0" className="drawing-water" />
    <path d="M42 99q12-10 24 0t24 0 24 0 24 0 24 0 24 0" className="drawing-thin" />
    <path d="M66 113q12-9 24 0t24 0 24 0 24 0" className="drawing-water" />
  </Drawing>
);

/** A window at dusk with a plant on the sill. */
export const WindowDrawing = () => (
  <Drawing>
    <path d="M76 8h92v88H76z" className="drawing-paper" />
    <path d="M122 8v88M76 50h92" className="drawing-thin" />
    <path d="M77 78q18-18 38-4t52-6v27H77z" className="drawing-pond" />
    <circle cx="145" cy="32" r="11" className="drawing-sun" />
    <path d="M64 97h118" className="drawing-line" />
    <path d="M176 96v-9h15l-2 9M183 87c-1-10 1-17 6-22M183 80c-5-2-9-7-9-12 6 1 9 6 9 12z" className="drawing-line" />
  </Drawing>
);

/** A pressed flower on a page. */
export const FlowerDrawing = () => (
  <Drawing>
    <path d="M58 12q32-8 62 4 30-12 62-4v90q-32-7-62 5-30-12-62-5z" className="drawing-paper" />
    <path d="M120 16v91" className="drawing-thin" />
    <path d="M72 34q18-4 36 1M72 48q18-4 36 1M72 62q14-3 26 0" className="drawing-thin" />
    <path d="M152 90c2-16 0-24-2-36M151 76c6-8 13-9 18-8-2 7-9 11-18 8z" className="drawing-line" />
    {[0, 60, 120, 180, 240, 300].map((turn) => (
      <ellipse key={turn} cx="150" cy="32" rx="5" ry="8.5" className="drawing-sun" transform={`rotate(${turn} 150 42)`} />
    ))}
    <circle cx="150" cy="42" r="4.5" className="drawing-ink" />
  </Drawing>
);

/** A page torn out. */
export const TornDrawing = () => (
  <Drawing>
    <path d="M84 8h72v74l-9 8-9-7-9 8-9-7-9 8-9-8-9 7-9-6z" className="drawing-paper" />
    <path d="M98 28h40M98 42h44M98 56h26" className="drawing-thin" />
    <circle cx="172" cy="100" r="8" className="drawing-sun" />
  </Drawing>
);

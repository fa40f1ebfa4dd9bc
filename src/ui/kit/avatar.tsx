/** Bondhu's face: a marigold seed with a leaf. Eyes, brows and mouth carry the mood; movement is a breath, a blink and a tilt. */
import { clsx } from "clsx";
import { m } from "../../i18n/messages.ts";

export type Mood = "listening" | "thinking" | "glad" | "gentle" | "asleep";

interface Face {
  readonly brows: readonly [left: string, right: string];
  /** Open eyes are dots with a glint; drawn ones are strokes. */
  readonly eyes: { readonly kind: "open"; readonly dx: number; readonly dy: number } | { readonly kind: "drawn"; readonly left: string; readonly right: string };
  readonly mouth: string;
  readonly cheeks: number;
}

const faces: Record<Mood, Face> = {
  listening: {
    brows: ["M32 45.5q5-3.6 10-1.6", "M58 43.9q5-2 10 1.6"],
    eyes: { kind: "open", dx: 0, dy: 0 },
    mouth: "M43.5 69q6.5 5 13 0",
    cheeks: 0.5,
  },
  thinking: {
    brows: ["M31.5 46.5q5-2 10 0", "M58 41q5.5-3.2 10.5 1"],
    eyes: { kind: "open", dx: 1.6, dy: -2.2 },
    mouth: "M46 70.5q4.5-1.8 9 .4",
    cheeks: 0.25,
  },
  glad: {
    brows: ["M31.5 43.5q5.5-4.2 10.5-1", "M58 42.5q5-3.2 10.5 1"],
    eyes: { kind: "drawn", left: "M32.5 57.5q4.5-6.4 9 0", right: "M58.5 57.5q4.5-6.4 9 0" },
    mouth: "M40 66.5q10 11.5 20 0",
    cheeks: 0.75,
  },
  gentle: {
    brows: ["M31.5 47q5.5-1.2 9.5-4.4", "M59 42.6q4 3.2 9.5 4.4"],
    eyes: { kind: "open", dx: 0, dy: 1 },
    mouth: "M44.5 69.5q5.5 3.6 11 0",
    cheeks: 0.6,
  },
  asleep: {
    brows: ["M32 48.5q5-1.8 9.5-.4", "M58.5 48.1q4.5-1.4 9.5.4"],
    eyes: { kind: "drawn", left: "M32.5 56.5q4.5 4.6 9 0", right: "M58.5 56.5q4.5 4.6 9 0" },
    mouth: "M46 69.5q4 2.6 8 0",
    cheeks: 0.35,
  },
};

interface Props {
  readonly mood: Mood;
  /** Sizing comes from a class such as `size-10`. */
  readonly className?: string;
  /** Beside words that already say it. */
  readonly decorative?: boolean;
}

const names: Record<Mood, () => string> = {
  listening: () => m.avatar_listening(),
  thinking: () => m.avatar_thinking(),
  glad: () => m.avatar_glad(),
  gentle: () => m.avatar_gentle(),
  asleep: () => m.avatar_asleep(),
};

export function Avatar({ mood, className, decorative = false }: Props) {
  const face = faces[mood];
  const naming = decorative ? ({ "aria-hidden": true } as const) : ({ role: "img", "aria-label": names[mood]() } as const);
  return (
    <svg {...naming} viewBox="0 0 100 100" data-mood={mood} className={clsx("avatar", className)}>
      <g className="avatar-body">
        <path className="avatar-stem" d="M50 22q-.6-6 3-11" />
        <path className="avatar-leaf" d="M53 12c4-8.5 12.5-9.6 19.5-7.4-.8 8.4-9 14-19.5 7.400z" />
        <path className="avatar-vein" d="M54.5 11.300q7-1.4 12.5-4.6" />
        <path className="avatar-skin" d="M50 20.500c22.5-.8 37.5 13 37.7 36 .2 23-15.7 36.8-38.2 36.500C27 92.7 12 78.7 12.3 56.3 12.6 34.5 28 21.3 50 20.500z" />
        <path className="avatar-shade" d="M18 70c9 14.5 45 20 66.5-2-4.5 16-18 25.2-35 25C34 92.8 22.5 84.5 18 70z" />
        <g className="avatar-face">
          <ellipse className="avatar-cheek" cx="27.5" cy="66" rx="6" ry="4.2" opacity={face.cheeks} />
          <ellipse className="avatar-cheek" cx="72.5" cy="66" rx="6" ry="4.2" opacity={face.cheeks} />
          <path className="avatar-brow" d={face.brows[0]} />
          <path className="avatar-brow" d={face.brows[1]} />
          <g className="avatar-eyes">
            {face.eyes.kind === "drawn" ? (
              <>
                <path className="avatar-line" d={face.eyes.left} />
                <path className="avatar-line" d={face.eyes.right} />
              </>
            ) : (
              [37, 63].map((x) => (
                <g key={x} transform={`translate(${x} 56)`}>
                  <ellipse className="avatar-pupil" rx="3.7" ry={mood === "gentle" ? 3.5 : 4.5} cx={face.eyes.kind === "open" ? face.eyes.dx : 0} cy={face.eyes.kind === "open" ? face.eyes.dy : 0} />
                  <circle className="avatar-glint" r="1.2" cx={face.eyes.kind === "open" ? face.eyes.dx + 1.2 : 0} cy={face.eyes.kind === "open" ? face.eyes.dy - 1.6 : 0} />
                </g>
              ))
            )}
          </g>
          <path className="avatar-line" d={face.mouth} />
        </g>
        {mood === "asleep" ? <path className="avatar-z" d="M80 25h6.500l-6.5 8h6.500M90 13h4.500l-4.5 5.500h4.5" /> : null}
      </g>
    </svg>
  );
}

/** Five traits as a drawing: the bands are rings, a trait's place on its line is its position. The list beside it says the same. */
import type { Scores } from "@edge/personality/score.ts";
import { m } from "../../i18n/messages.ts";
import { bandWord, traitWords } from "./trait-words.ts";

const centre = { x: 180, y: 166 };
const outer = 118;
/** A position of 0 is a small ring, so that five low traits still have a shape. */
const inner = 14;

interface Point {
  readonly x: number;
  readonly y: number;
}
const radius = (position: number): number => inner + ((outer - inner) * position) / 100;
function at(index: number, distance: number): Point {
  const turn = (index / traitWords.length) * 2 * Math.PI;
  return { x: centre.x + distance * Math.sin(turn), y: centre.y - distance * Math.cos(turn) };
}
const told = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Where each trait stands, in order; null: it has no score. */
const places = (scores: Scores): readonly (Point | null)[] =>
  traitWords.map(({ trait }, index) => {
    const score = scores[trait];
    return score === null ? null : at(index, radius(score.position));
  });

/** The sides between neighbours that both have a place; closed where all have one. */
function outline(points: readonly (Point | null)[]): string {
  if (points.every((point) => point !== null)) return `M${points.map(told).join("L")}Z`;
  return points
    .map((point, index) => {
      const next = points[(index + 1) % points.length];
      return point === null || next === null || next === undefined ? "" : `M${told(point)}L${told(next)}`;
    })
    .join("");
}

interface LabelProps {
  readonly index: number;
  readonly name: string;
  readonly band: string;
}
/** In the corners that a circle leaves free: beside the drawing they would take its room. */
const labels = [
  { x: 180, y: 16, side: "middle" },
  { x: 360, y: 56, side: "end" },
  { x: 274, y: 294, side: "middle" },
  { x: 86, y: 294, side: "middle" },
  { x: 0, y: 56, side: "start" },
] as const;
function Label({ index, name, band }: LabelProps) {
  const { x, y, side } = labels[index] ?? labels[0];
  return (
    <text x={x} y={y} textAnchor={side}>
      {name}
      <tspan x={x} dy="1.3em" className="radar-band">
        {band}
      </tspan>
    </text>
  );
}

export function Radar({ scores, before }: { readonly scores: Scores; readonly before: Scores | null }) {
  const points = places(scores);
  const whole = points.every((point) => point !== null);
  return (
    <svg viewBox="0 0 360 320" role="img" aria-label={m.you_radar()} className="radar">
      {[100, 200 / 3, 100 / 3].map((position) => (
        <circle key={position} cx={centre.x} cy={centre.y} r={radius(position).toFixed(1)} className="radar-ring" />
      ))}
      {traitWords.map(({ trait }, index) => (
        <path key={trait} d={`M${told(at(index, inner))}L${told(at(index, outer))}`} className="radar-spoke" data-none={points[index] === null || undefined} />
      ))}
      {before === null ? null : <path d={outline(places(before))} className="radar-before" />}
      <path d={outline(points)} className="radar-shape" data-whole={whole || undefined} />
      {points.map((point, index) => (point === null ? null : <circle key={traitWords[index]?.trait} cx={point.x.toFixed(1)} cy={point.y.toFixed(1)} r="5.5" className="radar-seed" />))}
      {traitWords.map(({ trait, name }, index) => {
        const score = scores[trait];
        return <Label key={trait} index={index} name={name()} band={score === null ? m.you_trait_none_short() : bandWord[score.band]()} />;
      })}
    </svg>
  );
}

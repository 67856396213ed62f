// Where the words of the load chart go. What names a curve stands at its end; the others make room.
import { type Box, freePlace, type Taken, textWidth } from './label-places.ts';
import { apart, frame, type LoadChartShape } from './load-chart.ts';

export interface Label extends Box {
  text: string;
  anchor: 'start' | 'middle' | 'end';
  /** The point of the text that `anchor` names, on its baseline. */
  point: { x: number; y: number };
}

/** What the chart says, in the words of its reader. */
export interface ChartTexts {
  candidate: string;
  reference: string;
  holds: string;
  goal: string;
  brief: string;
  naive: string;
  strong: string;
}

const size = 12;
const [ascent, height] = [10, 14];
const nameGap = 18;
const lineWidth = 6;
/** Words over words cannot be read; words over a line can. */
const wordWeight = 1000;
/** The axis with its numbers, and what is no longer drawn. */
const outside: Taken[] = [
  { x: -frame.width, y: 0, width: frame.width + frame.left, height: frame.bottom, weight: wordWeight },
  { x: frame.width, y: 0, width: frame.width, height: frame.bottom, weight: wordWeight },
];

function label(text: string, x: number, y: number, anchor: Label['anchor'] = 'start'): Label {
  const width = textWidth(text, size);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { text, anchor, point: { x, y }, x: left, y: y - ascent, width, height };
}

/** @returns every label that the chart has, by what it says */
export function chartLabels(
  shape: LoadChartShape,
  texts: ChartTexts,
): Partial<Record<keyof ChartTexts, Label>> {
  const { candidate, reference, knee, marks, goalY, briefX } = shape;
  const taken = [...outside, ...markLines(shape), ...lineBoxes(candidate.dots), ...lineBoxes(reference.dots)];
  if (knee) taken.push({ x: knee.x - 9, y: knee.y - 9, width: 18, height: 18, weight: wordWeight });
  const place = (...places: [Label, ...Label[]]) => {
    const found = freePlace(places, taken);
    taken.push({ ...found, weight: wordWeight });
    return found;
  };
  const [mineY, theirsY] = apart(candidate.end?.y ?? 0, reference.end?.y ?? frame.bottom, nameGap);
  const mine = candidate.end && place(...namePlaces(texts.candidate, candidate.end.x, mineY));
  const theirs = reference.end && place(...namePlaces(texts.reference, reference.end.x, theirsY));
  const holds = place(...holdsPlaces(texts.holds, knee));
  const goal = place(...goalPlaces(texts.goal, goalY));
  const brief = place(...briefPlaces(texts.brief, briefX));
  const solutions = marks.map(({ name, x }) => {
    const [low, high] = [frame.bottom - 12, frame.bottom - 28];
    const text = texts[name];
    const found = place(label(text, x + 8, low), label(text, x - 8, low, 'end'), label(text, x + 8, high));
    return [name, found] as const;
  });
  return {
    ...(mine && { candidate: mine }),
    ...(theirs && { reference: theirs }),
    holds,
    goal,
    brief,
    ...Object.fromEntries(solutions),
  };
}

function namePlaces(text: string, x: number, y: number): [Label, ...Label[]] {
  return [label(text, x + 10, y + 4), label(text, x + 10, y - 8), label(text, x + 10, y + 18)];
}

function holdsPlaces(text: string, knee: LoadChartShape['knee']): [Label, ...Label[]] {
  if (!knee) return [label(text, frame.left + 8, frame.top + 26)];
  const after = [24, -16, 42, -34, 60].map((dy) => label(text, knee.x + 12, knee.y + dy));
  const before = [24, -16, 42, -34, 60].map((dy) => label(text, knee.x - 8, knee.y + dy, 'end'));
  const nearRight = knee.x > frame.right - 110;
  const [first, ...others] = nearRight ? [...before, ...after] : [...after, ...before];
  return [first!, ...others];
}

/** On the line or right under it, and farther away only where both are taken. */
function goalPlaces(text: string, line: number): [Label, ...Label[]] {
  const [first, ...others] = [-7, 16, -22, 31, -38, 47].flatMap((dy) => [
    label(text, frame.left + 8, line + dy),
    label(text, frame.right - 8, line + dy, 'end'),
  ]);
  return [first!, ...others];
}

function briefPlaces(text: string, x: number): [Label, ...Label[]] {
  const nearRight = x > frame.right - 90;
  const at = (y: number) => (nearRight ? label(text, x - 6, y, 'end') : label(text, x + 6, y));
  const other = (y: number) => (nearRight ? label(text, x + 6, y) : label(text, x - 6, y, 'end'));
  return [at(frame.top + 6), at(frame.top + 24), other(frame.top + 6), other(frame.top + 24)];
}

/** The line of the goal and that of the brief: words may cross them, but rather do not. */
function markLines({ goalY, briefX }: LoadChartShape): Taken[] {
  const across = { x: frame.left, y: goalY - 1, width: frame.right - frame.left, height: 2 };
  const upright = { x: briefX - 1, y: frame.top, width: 2, height: frame.bottom - frame.top };
  return [across, upright].map((line) => ({ ...line, weight: 0.5 }));
}

/** Small boxes along a curve, so that words rather stand beside it. */
function lineBoxes(dots: readonly { x: number; y: number }[]): Taken[] {
  return dots.flatMap((dot, index) => {
    const next = dots[index + 1] ?? dot;
    const steps = Math.ceil(Math.hypot(next.x - dot.x, next.y - dot.y) / lineWidth) || 1;
    return Array.from({ length: steps }, (_, step) => ({
      x: dot.x + ((next.x - dot.x) * step) / steps - lineWidth / 2,
      y: dot.y + ((next.y - dot.y) * step) / steps - lineWidth / 2,
      width: lineWidth,
      height: lineWidth,
    }));
  });
}

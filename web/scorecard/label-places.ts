// Where labels of a drawing go so that none lies over another.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is there already. */
export interface Taken extends Box {
  /** How bad it is to cover it, against covering other words; 1 when absent. */
  weight?: number;
}

/** About how wide text of this size is drawn: letters differ, and a label may rather be thought too wide. */
export const textWidth = (text: string, size: number) => text.length * size * 0.56;

const overlap = (from: number, length: number, other: number, otherLength: number) =>
  Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));

const covered = (one: Box, other: Box) =>
  overlap(one.x, one.width, other.x, other.width) * overlap(one.y, one.height, other.y, other.height);

/** @returns the first place that covers nothing that is taken; when there is none, the one that covers least */
export function freePlace<T extends Box>(places: readonly [T, ...T[]], taken: readonly Taken[]): T {
  const cost = (place: T) => taken.reduce((sum, box) => sum + covered(place, box) * (box.weight ?? 1), 0);
  return places.reduce((best, place) => (cost(place) < cost(best) ? place : best));
}

/**
 * Labels in a row, each as near to the middle of its mark as the others leave it.
 * @param labels by rising `at`
 * @returns where each begins; all lie between `from` and `to` as long as they fit
 */
export function inRow(
  labels: readonly { at: number; width: number }[],
  { from, to, gap }: { from: number; to: number; gap: number },
): number[] {
  const starts = labels.map(({ at, width }) => at - width / 2);
  let left = from;
  for (const [place, { width }] of labels.entries()) {
    starts[place] = Math.max(starts[place]!, left);
    left = starts[place] + width + gap;
  }
  let right = to;
  for (const [place, { width }] of [...labels.entries()].toReversed()) {
    starts[place] = Math.min(starts[place]!, right - width);
    right = starts[place] - gap;
  }
  return starts;
}

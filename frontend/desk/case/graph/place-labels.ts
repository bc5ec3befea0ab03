// Which names are written beside their dots and where: the weightiest first, none over another or over a dot. Pure.
export interface Labelled {
  id: string;
  x: number;
  y: number;
  radius: number;
  text: string;
  /** More is written sooner; infinite is always written. */
  weight: number;
}
export interface Label {
  id: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Of 12-unit letters, a little wide: Cyrillic is wider than Latin. */
const letter = 6.9;
const height = 14;

/** Positions are of the picture as it is drawn, after the zoom. @param width no name goes beyond it, nor before 0. */
export function placeLabels(all: readonly Labelled[], width = Number.POSITIVE_INFINITY): Label[] {
  const taken = new Grid();
  for (const { x, y, radius } of all)
    taken.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
  const placed: Label[] = [];
  for (const one of all.toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))) {
    const long = one.text.length * letter;
    const beside = one.radius + 4;
    const tries: [Label["anchor"], number, number][] = [
      ["start", beside, 4],
      ["end", -beside, 4],
      ["middle", 0, beside + height],
      ["middle", 0, -beside - 5],
    ];
    const found = tries.find(([anchor, dx, dy]) => {
      const box = boxOf(one, long, anchor, dx, dy);
      return box.left >= 0 && box.right <= width && !taken.isTaken(box);
    });
    const chosen = found ?? (one.weight === Number.POSITIVE_INFINITY ? tries[0] : undefined);
    if (!chosen) continue;
    const [anchor, dx, dy] = chosen;
    taken.add(boxOf(one, long, anchor, dx, dy));
    placed.push({ id: one.id, x: one.x + dx, y: one.y + dy, anchor });
  }
  return placed;
}

function boxOf({ x, y }: Labelled, width: number, anchor: Label["anchor"], dx: number, dy: number): Box {
  const left = x + dx - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
  return { left, top: y + dy - height + 3, right: left + width, bottom: y + dy + 3 };
}

/** Boxes by squares of the picture, so that five hundred are asked only about their neighbours. */
class Grid {
  readonly squares = new Map<string, Box[]>();
  readonly size = 60;
  add(box: Box): void {
    for (const key of this.keys(box)) this.squares.set(key, [...(this.squares.get(key) ?? []), box]);
  }
  isTaken(box: Box): boolean {
    return this.keys(box).some((key) =>
      (this.squares.get(key) ?? []).some(
        (other) => other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom,
      ),
    );
  }
  keys({ left, top, right, bottom }: Box): string[] {
    const keys: string[] = [];
    for (let column = Math.floor(left / this.size); column <= Math.floor(right / this.size); column++)
      for (let row = Math.floor(top / this.size); row <= Math.floor(bottom / this.size); row++)
        keys.push(`${column} ${row}`);
    return keys;
  }
}

// The literals that one way of matching looks for, and the predicates that hang on each.

/** What an index knows of a predicate before it evaluates anything exactly. */
export const unknown = 0;
export const maybe = 1;
export const sure = 2;

export interface Hit {
  predicate: number;
  certainty: typeof maybe | typeof sure;
}

export class LiteralTable {
  /** Numbers of literals in the order in which they came; scanners report these. */
  private readonly ids = new Map<string, number>();
  readonly hits: Hit[][] = [];

  add(literal: string, hit: Hit): void {
    let id = this.ids.get(literal);
    if (id === undefined) {
      id = this.hits.length;
      this.ids.set(literal, id);
      this.hits.push([]);
    }
    this.hits[id]?.push(hit);
  }

  get literals(): string[] {
    return [...this.ids.keys()];
  }
}

/** Predicates and certainties of literals in one array: four times the predicate plus the certainty, a literal's from `starts[literal]` on. */
export interface FlatHits {
  starts: Int32Array;
  hits: Int32Array;
}

export function flatHits(hits: readonly Hit[][]): FlatHits {
  return {
    starts: startsOf(hits),
    hits: Int32Array.from(hits.flat(), ({ predicate, certainty }) => predicate * 4 + certainty),
  };
}

/** Where each list begins when all stand one after the other; one entry more, for the end. */
export function startsOf(lists: readonly (readonly unknown[])[]): Int32Array {
  const starts = new Int32Array(lists.length + 1);
  for (const [index, { length }] of lists.entries()) starts[index + 1] = (starts[index] ?? 0) + length;
  return starts;
}

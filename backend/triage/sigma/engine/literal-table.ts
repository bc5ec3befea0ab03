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

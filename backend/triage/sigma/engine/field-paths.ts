// Finds the fields that rules name in events of any shape: flat, nested, ECS names, names with spaces. The names are data.

import data from "../data/fields.json" with { type: "json" };

import { fold } from "../language/fold.ts";
import { scalarText } from "../yaml-values.ts";

/** A rule's field can be fed from several places; the one with the lowest rank wins, and equal ranks add up. */
interface Target {
  slot: number;
  rank: number;
}

interface PathNode {
  path: string;
  children: Map<string, PathNode>;
  targets: Target[];
}

const maxDepth = 12;
const maxChildren = 4_000;
const spacedRank = 90;
const absentRank = 255;
const prefixes: readonly string[] = data.prefixes;
const aliases = new Map<string, string[]>(Object.entries(data.aliases));

/** Reads the wanted fields of one event after another into `values`; one instance for one list of fields. */
export class FieldPaths {
  /** Values of the last event by slot; undefined where the field is absent. */
  readonly values: unknown[];
  /** All scalars of the last event, when `isCollectingLeaves`. */
  readonly leaves: string[] = [];
  /** Shorter texts are left out of `leaves`; 0 keeps all. */
  leastLeafLength = 0;
  private readonly folds: (string | undefined)[];
  private readonly ranks: Uint8Array;
  private readonly root: PathNode = { path: "", children: new Map(), targets: [] };
  private readonly targetsByName = new Map<string, Target[]>();
  private readonly isCollectingLeaves: boolean;

  constructor(fields: readonly string[], isCollectingLeaves: boolean) {
    this.values = fields.map(() => undefined);
    this.folds = fields.map(() => undefined);
    this.ranks = new Uint8Array(fields.length);
    this.isCollectingLeaves = isCollectingLeaves;
    for (const [slot, field] of fields.entries()) {
      this.addTarget(field, { slot, rank: 0 });
      for (const [index, alias] of (aliases.get(field) ?? []).entries())
        this.addTarget(alias, { slot, rank: index + 1 });
    }
  }

  read(event: object): void {
    this.values.fill(undefined);
    this.folds.fill(undefined);
    this.ranks.fill(absentRank);
    this.leaves.length = 0;
    this.visit(event, this.root, 0);
  }

  /** The text in lower case; remembered for the slot's own value while the event is under evaluation. */
  foldOf(slot: number, text: string): string {
    if (this.values[slot] !== text) return fold(text);
    const known = this.folds[slot];
    if (known !== undefined) return known;
    const folded = fold(text);
    this.folds[slot] = folded;
    return folded;
  }

  private addTarget(name: string, target: Target): void {
    const list = this.targetsByName.get(name);
    if (list === undefined) this.targetsByName.set(name, [target]);
    else list.push(target);
  }

  private visit(object: object, node: PathNode, depth: number): void {
    for (const key in object) {
      const value = (object as Record<string, unknown>)[key];
      const child = node.children.get(key) ?? this.childOf(node, key);
      if (child.targets.length > 0) this.assign(child.targets, value);
      if (typeof value === "object" && value !== null) {
        if (depth < maxDepth) this.descend(value, child, depth + 1);
      } else if (this.isCollectingLeaves && value !== null && value !== undefined) this.keepLeaf(value);
    }
  }

  private descend(value: object, node: PathNode, depth: number): void {
    if (!Array.isArray(value)) {
      this.visit(value, node, depth);
      return;
    }
    for (const item of value) {
      if (typeof item === "object" && item !== null) {
        if (depth < maxDepth) this.descend(item, node, depth + 1);
      } else if (this.isCollectingLeaves && item !== null) this.keepLeaf(item);
    }
  }

  private keepLeaf(value: unknown): void {
    const text = typeof value === "string" ? value : scalarText(value);
    if (text.length >= this.leastLeafLength) this.leaves.push(text);
  }

  private assign(targets: readonly Target[], value: unknown): void {
    for (const { slot, rank } of targets) {
      const before = this.ranks[slot] ?? absentRank;
      if (rank > before) continue;
      const present = this.values[slot];
      this.values[slot] = rank < before ? value : [...(Array.isArray(present) ? present : [present]), value];
      this.ranks[slot] = rank;
    }
  }

  private childOf(node: PathNode, key: string): PathNode {
    const path = node.path === "" ? key : `${node.path}.${key}`;
    const child: PathNode = { path, children: new Map(), targets: this.targetsOf(path) };
    if (node.children.size < maxChildren) node.children.set(key, child);
    return child;
  }

  private targetsOf(path: string): Target[] {
    const best = new Map<number, number>();
    const offer = (name: string, rank: number): void => {
      for (const target of this.targetsByName.get(name) ?? []) {
        const offered = Math.max(rank, target.rank);
        if (offered < (best.get(target.slot) ?? absentRank)) best.set(target.slot, offered);
      }
    };
    for (const name of namesOfPath(path)) {
      offer(name, 0);
      if (name.includes(" ")) offer(name.replaceAll(" ", ""), spacedRank);
    }
    return [...best].map(([slot, rank]) => ({ slot, rank }));
  }
}

/** The path itself, and without the wrappers that shippers put around a log's own fields (`*` is one step of any name). */
function namesOfPath(path: string): string[] {
  const names = [path];
  for (const prefix of prefixes) {
    const isOpen = prefix.endsWith("*.");
    const fixed = isOpen ? prefix.slice(0, -2) : prefix;
    if (!path.startsWith(fixed)) continue;
    const rest = path.slice(fixed.length);
    const step = isOpen ? rest.indexOf(".") + 1 : 0;
    if (!isOpen || step > 0) names.push(rest.slice(step));
  }
  return names;
}

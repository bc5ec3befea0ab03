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
  key: string;
  path: string;
  children: Map<string, PathNode>;
  targets: Target[];
  /** Logs repeat the order of their fields: the child that came first last time, and the sibling that came next. */
  first: PathNode | null;
  next: PathNode | null;
  /** The last text here in which no search without a field found anything. */
  cleanText: string;
}

const maxDepth = 12;
const maxChildren = 4_000;
const maxForgottenLength = 256;
const spacedRank = 90;
const absentRank = 255;
const prefixes: readonly string[] = data.prefixes;
const aliases = new Map<string, string[]>(Object.entries(data.aliases));

/** Reads the wanted fields of one event after another into `values`; one instance for one list of fields. */
export class FieldPaths {
  /** Values of the last event by slot; undefined where the field is absent. */
  readonly values: unknown[];
  /** Scalars of the last event when `isCollectingLeaves`: the first `leafCount` of these; the rest is left from before. */
  readonly leafTexts: string[] = [];
  leafCount = 0;
  private leavesMade: string[] | null = null;
  /** Where each of `leafTexts` stood. */
  private readonly leafNodes: PathNode[] = [];
  private leastLeafLength = 0;
  /** Whole numbers from here on have texts of `leastLeafLength` characters. */
  private leastNumber = 0;
  /** Whether texts of which `forgetLeaf` was told are left out when they come again in the same place. */
  isForgettingLeaves = false;
  private readonly folds: string[];
  private readonly foldedTexts: string[];
  private readonly ranks: Uint8Array;
  private readonly root: PathNode = makeNode("", "", []);
  private readonly targetsByName = new Map<string, Target[]>();
  private readonly isCollectingLeaves: boolean;

  constructor(fields: readonly string[], isCollectingLeaves: boolean) {
    this.values = fields.map(() => undefined);
    this.folds = fields.map(() => "");
    this.foldedTexts = fields.map(() => "");
    this.ranks = new Uint8Array(fields.length);
    this.isCollectingLeaves = isCollectingLeaves;
    for (const [slot, field] of fields.entries()) {
      this.addTarget(field, { slot, rank: 0 });
      for (const [index, alias] of (aliases.get(field) ?? []).entries())
        this.addTarget(alias, { slot, rank: index + 1 });
    }
  }

  /** Shorter texts are left out of the leaves; 0 keeps all. */
  leaveOutShorter(length: number): void {
    this.leastLeafLength = length;
    this.leastNumber = length > 1 ? 10 ** Math.min(length - 1, 15) : 0;
  }

  read(event: object): void {
    this.values.fill(undefined);
    this.ranks.fill(absentRank);
    this.leafCount = 0;
    this.leavesMade = null;
    this.visit(event, this.root, 0);
  }

  /** All scalars of the last event, but for those left out. */
  get leaves(): readonly string[] {
    return (this.leavesMade ??= this.leafTexts.slice(0, this.leafCount));
  }

  /** Says that no search finds anything in a leaf: its text is then left out when the next event repeats it. */
  forgetLeaf(index: number): void {
    const node = this.leafNodes[index];
    const text = this.leafTexts[index] ?? "";
    if (node !== undefined && text.length <= maxForgottenLength) node.cleanText = text;
  }

  /** The text in lower case; remembered for the last text of each slot. */
  foldOf(slot: number, text: string): string {
    if (slot < 0) return fold(text);
    if (this.foldedTexts[slot] === text) return this.folds[slot] ?? "";
    const folded = fold(text);
    this.foldedTexts[slot] = text;
    this.folds[slot] = folded;
    return folded;
  }

  private addTarget(name: string, target: Target): void {
    const list = this.targetsByName.get(name);
    if (list === undefined) this.targetsByName.set(name, [target]);
    else list.push(target);
  }

  private visit(object: object, node: PathNode, depth: number): void {
    let previous: PathNode | null = null;
    let guess = node.first;
    for (const key in object) {
      const value = (object as Record<string, unknown>)[key];
      const child: PathNode = guess !== null && guess.key === key ? guess : this.findChild(node, previous, key);
      previous = child;
      guess = child.next;
      if (child.targets.length > 0) this.assign(child.targets, value);
      if (typeof value === "object" && value !== null) {
        if (depth < maxDepth) this.descend(value, child, depth + 1);
      } else if (this.isCollectingLeaves && value !== null && value !== undefined) this.keepLeaf(value, child);
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
      } else if (this.isCollectingLeaves && item !== null) this.keepLeaf(item, node);
    }
  }

  private keepLeaf(value: unknown, node: PathNode): void {
    // Most numbers are shorter than all that is looked for, and need not be written out.
    if (typeof value === "number" && value >= 0 && value < this.leastNumber && Number.isInteger(value)) return;
    const text = typeof value === "string" ? value : scalarText(value);
    if (text.length < this.leastLeafLength || (this.isForgettingLeaves && text === node.cleanText)) return;
    this.leafTexts[this.leafCount] = text;
    this.leafNodes[this.leafCount++] = node;
  }

  private assign(targets: readonly Target[], value: unknown): void {
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at];
      if (target === undefined) continue;
      const { slot, rank } = target;
      const before = this.ranks[slot] ?? absentRank;
      if (rank > before) continue;
      const present = this.values[slot];
      this.values[slot] = rank < before ? value : [...(Array.isArray(present) ? present : [present]), value];
      this.ranks[slot] = rank;
    }
  }

  /** The child of that name, made where it is new; it is expected after `previous` from now on. */
  private findChild(node: PathNode, previous: PathNode | null, key: string): PathNode {
    let child = node.children.get(key);
    if (child === undefined) {
      const path = node.path === "" ? key : `${node.path}.${key}`;
      child = makeNode(key, path, this.targetsOf(path));
      if (node.children.size >= maxChildren) return child;
      node.children.set(key, child);
    }
    if (previous === null) node.first = child;
    else previous.next = child;
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

function makeNode(key: string, path: string, targets: Target[]): PathNode {
  return {
    key,
    path,
    children: new Map(),
    targets,
    first: null,
    next: null,
    cleanText: "",
  };
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

// Keeps one bucket of rules for each kind of log, built when the first event of that kind comes.

import type { Expression } from "../language/expression.ts";
import { inVariant, joined } from "../language/expression.ts";
import { categoryEventIds, isForChannel, isWindowsChannel, variantsFor, windowsChannels } from "../logsources.ts";
import type { EventKind, LogsourceHint } from "../logsources.ts";
import type { Logsource, SigmaRuleInfo } from "../model.ts";
import { Bucket } from "./bucket.ts";
import type { BucketRule } from "./bucket.ts";
import { classifyEvent } from "./classify-event.ts";
import type { CostMeter } from "./cost-meter.ts";
import { ScannerCache } from "./scanner-cache.ts";

export interface CompiledRule {
  info: SigmaRuleInfo;
  logsource: Logsource;
  expression: Expression;
}

/** Event ids come from outside; a log that invents more than this many is evaluated without their help. */
const maxBuckets = 4_000;
/** Stands for every channel that no service names. */
const otherChannel = "";

export class BucketStore {
  private readonly rules: readonly CompiledRule[];
  private readonly meter: CostMeter;
  private readonly scanners = new ScannerCache();
  private readonly eventIds = new Map<string, Set<string> | null>();
  private readonly byKind = new Map<string, Bucket>();
  /** Short cut for flat Windows events: channel, then event id as it stands in the event. */
  private readonly byChannel = new Map<string, Map<unknown, Bucket>>();
  /** The last short cut taken: events of one log follow one another, and comparing a text costs less than hashing it. */
  private lastChannel = "";
  private lastIds = new Map<unknown, Bucket>();
  /** Whether all channels that no service names can share their buckets; unknown until the first of them comes. */
  private isOtherShared: boolean | null = null;

  constructor(rules: readonly CompiledRule[], meter: CostMeter) {
    this.rules = rules;
    this.meter = meter;
  }

  bucketFor(event: Record<string, unknown>, hint?: LogsourceHint): Bucket {
    const channel = event["Channel"];
    const eventId = event["EventID"];
    const isScalar = typeof eventId === "number" || typeof eventId === "string";
    if (typeof channel !== "string" || !isScalar) return this.bucketOf(classifyEvent(event, hint));
    if (channel !== this.lastChannel) {
      this.lastIds = this.byChannel.get(channel) ?? new Map<unknown, Bucket>();
      this.lastChannel = channel;
    }
    const known = this.lastIds.get(eventId);
    if (known !== undefined) return known;
    const bucket = this.bucketOf(classifyEvent(event, hint));
    if (isWindowsChannel(channel) && this.byKind.size < maxBuckets) {
      const byId = this.byChannel.get(channel) ?? new Map<unknown, Bucket>();
      byId.set(eventId, bucket);
      this.byChannel.set(channel, byId);
      this.lastIds = byId;
    }
    return bucket;
  }

  kindOf(event: Record<string, unknown>, hint?: LogsourceHint): EventKind {
    return classifyEvent(event, hint);
  }

  /** Builds the buckets of all channels and event ids that rules speak of, so that no event has to wait for it. */
  prepare(): void {
    for (const channel of [...windowsChannels(), otherChannel]) {
      const ids = this.eventIdsOf(channel);
      for (const eventId of ids ?? []) this.bucketOf({ kind: "windows", channel, eventId });
      if (ids !== null) this.bucketOf({ kind: "windows", channel, eventId: "" });
    }
  }

  /** The event ids that can make a difference in a channel; null where rules ask for more than equality. */
  private eventIdsOf(channel: string): ReadonlySet<string> | null {
    const key = this.channelKey(channel);
    let ids = this.eventIds.get(key);
    if (ids === undefined) {
      const expressions = this.rules
        .filter((rule) => isForChannel(rule.logsource, channel))
        .map((rule) => rule.expression);
      ids = eventIdsAsked(expressions);
      if (ids !== null) for (const id of categoryEventIds(channel)) ids.add(id);
      this.eventIds.set(key, ids);
    }
    return ids;
  }

  /** What tells a channel's buckets from others': nothing, for those that only rules for any channel look at. */
  private channelKey(channel: string): string {
    if (isWindowsChannel(channel)) return channel.toLowerCase();
    this.isOtherShared ??= this.rules.every(
      ({ logsource, expression }) => !isForChannel(logsource, otherChannel) || !speaksOf(expression, "Channel"),
    );
    return this.isOtherShared ? otherChannel : channel.toLowerCase();
  }

  private bucketOf(kind: EventKind): Bucket {
    const isAsked = kind.kind !== "windows" || (this.eventIdsOf(kind.channel)?.has(kind.eventId) ?? true);
    const windowsKey = kind.kind === "windows" ? [this.channelKey(kind.channel), isAsked ? kind.eventId : null] : kind;
    const key = JSON.stringify(windowsKey);
    const known = this.byKind.get(key);
    if (known !== undefined) return known;
    if (this.byKind.size >= maxBuckets) this.byKind.clear();
    const bucket = this.build(kind, isAsked);
    this.byKind.set(key, bucket);
    return bucket;
  }

  /** @param isAsked false where no rule asks for this event id: the bucket then serves all such ids */
  private build(kind: EventKind, isAsked: boolean): Bucket {
    const rules: BucketRule[] = [];
    for (const [index, rule] of this.rules.entries()) {
      const wordings = variantsFor(rule.logsource, kind).map((variant) => inVariant(rule.expression, variant));
      if (wordings.length > 0) rules.push({ index, expression: joined("or", wordings) });
    }
    const known = new Map<string, string>();
    if (kind.kind === "windows") known.set("Channel", kind.channel).set("EventID", kind.eventId);
    return new Bucket(rules, known, this.meter, isAsked, this.scanners);
  }
}

/** Whether an expression compares a field, or compares another with it. */
function speaksOf(expression: Expression, field: string): boolean {
  if (expression.op === "and" || expression.op === "or") return expression.kids.some((kid) => speaksOf(kid, field));
  if (expression.op === "not" || expression.op === "named") return speaksOf(expression.kid, field);
  if (expression.op !== "leaf") return false;
  const { field: own, test } = expression.predicate;
  return own === field || (test.kind === "fieldref" && test.field === field);
}

/** Event ids that expressions compare for equality; null where they compare otherwise. */
function eventIdsAsked(expressions: readonly Expression[]): Set<string> | null {
  const ids = new Set<string>();
  let isPlain = true;
  const visit = (expression: Expression): void => {
    if (expression.op === "and" || expression.op === "or") expression.kids.forEach(visit);
    else if (expression.op === "not" || expression.op === "named") visit(expression.kid);
    else if (expression.op === "leaf" && expression.predicate.field === "EventID") {
      const { test } = expression.predicate;
      if (test.kind === "literal" && test.mode === "equals") ids.add(test.text);
      else if (test.kind !== "exists" && test.kind !== "null") isPlain = false;
    } else if (expression.op === "leaf" && expression.predicate.test.kind === "fieldref")
      isPlain &&= expression.predicate.test.field !== "EventID";
  };
  expressions.forEach(visit);
  return isPlain ? ids : null;
}

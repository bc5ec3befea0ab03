// Keeps one bucket of rules for each kind of log, built when the first event of that kind comes.

import type { Expression } from "../language/expression.ts";
import { inVariant, joined } from "../language/expression.ts";
import { isWindowsChannel, variantsFor } from "../logsources.ts";
import type { EventKind, LogsourceHint } from "../logsources.ts";
import type { Logsource, SigmaRuleInfo } from "../model.ts";
import { Bucket } from "./bucket.ts";
import type { BucketRule } from "./bucket.ts";
import { classifyEvent } from "./classify-event.ts";
import type { CostMeter } from "./cost-meter.ts";

export interface CompiledRule {
  info: SigmaRuleInfo;
  logsource: Logsource;
  expression: Expression;
}

/** Event ids come from outside; a log that invents more than this many is evaluated without their help. */
const maxBuckets = 4_000;

export class BucketStore {
  private readonly rules: readonly CompiledRule[];
  private readonly meter: CostMeter;
  private readonly byKind = new Map<string, Bucket>();
  /** Short cut for flat Windows events: channel, then event id as it stands in the event. */
  private readonly byChannel = new Map<string, Map<unknown, Bucket>>();

  constructor(rules: readonly CompiledRule[], meter: CostMeter) {
    this.rules = rules;
    this.meter = meter;
  }

  bucketFor(event: Record<string, unknown>, hint?: LogsourceHint): Bucket {
    const channel = event["Channel"];
    const eventId = event["EventID"];
    const isScalar = typeof eventId === "number" || typeof eventId === "string";
    if (typeof channel !== "string" || !isScalar) return this.bucketOf(classifyEvent(event, hint));
    const known = this.byChannel.get(channel)?.get(eventId);
    if (known !== undefined) return known;
    const bucket = this.bucketOf(classifyEvent(event, hint));
    if (isWindowsChannel(channel) && this.byKind.size < maxBuckets) {
      const byId = this.byChannel.get(channel) ?? new Map<unknown, Bucket>();
      byId.set(eventId, bucket);
      this.byChannel.set(channel, byId);
    }
    return bucket;
  }

  kindOf(event: Record<string, unknown>, hint?: LogsourceHint): EventKind {
    return classifyEvent(event, hint);
  }

  private bucketOf(kind: EventKind): Bucket {
    const key = JSON.stringify(kind.kind === "windows" ? [kind.channel.toLowerCase(), kind.eventId] : kind);
    const known = this.byKind.get(key);
    if (known !== undefined) return known;
    if (this.byKind.size >= maxBuckets) this.byKind.clear();
    const bucket = this.build(kind);
    this.byKind.set(key, bucket);
    return bucket;
  }

  private build(kind: EventKind): Bucket {
    const rules: BucketRule[] = [];
    for (const [index, rule] of this.rules.entries()) {
      const wordings = variantsFor(rule.logsource, kind).map((variant) => inVariant(rule.expression, variant));
      if (wordings.length > 0) rules.push({ index, expression: joined("or", wordings) });
    }
    const known = new Map<string, string>();
    if (kind.kind === "windows") known.set("Channel", kind.channel).set("EventID", kind.eventId);
    return new Bucket(rules, known, this.meter);
  }
}

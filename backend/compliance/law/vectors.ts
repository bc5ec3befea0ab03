// Vectors: facts with the duties they must give, and the run that compares. Pure.
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { clockKinds, type Pack } from "./model.ts";
import { dutyStatuses, type Duty } from "./duty.ts";
import { parseFacts } from "./facts.ts";
import { type LawWorld, listDuties } from "./list-duties.ts";

/** What a vector tries: the four that every computing clock owes (L12), and others by name. */
export const requiredCovers = ["weekend", "month_end", "late_start", "time_zone"] as const;

const Expected = z.strictObject({
  due: z.string().nullable().optional(),
  status: z.enum(dutyStatuses).optional(),
  clock: z.enum(clockKinds).optional(),
  addressee: z.string().optional(),
  startsFrom: z.string().optional(),
  verification: z.string().optional(),
  /** Codes of reasons that must be among those given. */
  reasons: z.array(z.string()).optional(),
});

export const VectorFile = z.strictObject({
  pack: z.string().regex(/^[a-z0-9.-]+@\d+\.\d+\.\d+$/, "expected id@version"),
  vectors: z
    .array(
      z.strictObject({
        id: z.string(),
        covers: z.array(z.string()),
        note: z.string().optional(),
        now: z.string().optional(),
        given: z.unknown(),
        /** By stage, or by obligation where several share a stage; null: must not be listed. */
        expect: z.record(z.string(), Expected.nullable()),
      }),
    )
    .min(1),
});
export type VectorFile = z.infer<typeof VectorFile>;
export type Vector = VectorFile["vectors"][number];

/** The differences of one vector, in words; empty when it holds. */
export function runVector(pack: Pack, vector: Vector, world: LawWorld): string[] {
  const now = Temporal.Instant.from(vector.now ?? "2026-11-22T00:00:00Z");
  const { duties } = listDuties(pack, parseFacts(vector.given), world, now);
  return Object.entries(vector.expect).flatMap(([name, expected]) => {
    const found = duties.filter((duty) => duty.obligation === name || duty.stage === name);
    if (expected === null) return found.length === 0 ? [] : [`${name}: expected not to be listed`];
    if (found.length === 0) return [`${name}: expected to be listed`];
    return found.flatMap((duty) => compare(name, expected, duty));
  });
}

/** The obligations that a vector says something about. */
export function obligationsOf(pack: Pack, vector: Vector): string[] {
  const names = new Set(Object.keys(vector.expect));
  return pack.obligations.filter((it) => names.has(it.id) || names.has(it.stage)).map((it) => it.id);
}

function compare(name: string, expected: z.infer<typeof Expected>, duty: Duty): string[] {
  const wrong: string[] = [];
  if (expected.due !== undefined && !isSameInstant(expected.due, duty.due))
    wrong.push(`${name}: due ${String(duty.due)}, expected ${String(expected.due)}`);
  for (const key of ["status", "clock", "addressee", "startsFrom", "verification"] as const)
    if (expected[key] !== undefined && expected[key] !== duty[key])
      wrong.push(`${name}: ${key} ${duty[key]}, expected ${expected[key]}`);
  const codes = new Set(duty.reasons.map((it) => it.code));
  for (const code of expected.reasons ?? []) if (!codes.has(code)) wrong.push(`${name}: reason ${code} is missing`);
  return wrong;
}

function isSameInstant(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) === 0;
}

// L12: each clock has three vectors or more, and those that compute cover weekend, month end, late start and time zone. Pure.
import { obligationsOf, requiredCovers } from "../vectors.ts";
import type { LintRule } from "./finding.ts";

const computing = new Set(["duration", "periodic", "fixed_date"]);

export const lintVectors: LintRule = ({ pack, vectors }) =>
  pack.obligations.flatMap((it) => {
    const own = vectors.filter((vector) => obligationsOf(pack, vector).includes(it.id));
    const found = own.length < 3 ? [{ rule: "L12", at: it.id, message: `has ${own.length} vectors, needs 3` }] : [];
    if (!computing.has(it.clock.kind)) return found;
    const covered = new Set(own.flatMap((vector) => vector.covers));
    const missing = requiredCovers.filter((name) => !covered.has(name));
    if (missing.length > 0) found.push({ rule: "L12", at: it.id, message: `no vector covers ${missing.join(", ")}` });
    return found;
  });

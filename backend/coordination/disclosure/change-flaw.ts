// A flaw is described better, or scored: on the version that was read, so that nobody's words are lost.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { type CvssKind, readVector } from "./cvss.ts";
import { changedMeanwhile, lockDisclosure, requireFlaw } from "./load-disclosure.ts";
import { ChangeFlaw } from "./model.ts";

/** Vectors as they are kept; an empty one is none. @throws invalid_input that names the vector and what was expected. */
export function requireVectors(typed: Record<CvssKind, string | null>): Record<CvssKind, string | null> {
  const read = (kind: CvssKind): string | null => {
    const said = typed[kind];
    if (said === null || said === "") return null;
    const found = readVector(kind, said);
    if ("wrong" in found) throw invalidInput([{ path: kind, message: found.wrong }]);
    return found.vector;
  };
  return { cvss31: read("cvss31"), cvss40: read("cvss40") };
}

/** @returns its new version. @throws AppError not_found; conflict; invalid_input by field. */
export async function changeFlaw(
  ctx: Context,
  caseId: string,
  flawId: string,
  input: ChangeFlaw,
): Promise<{ version: number }> {
  requirePermission(ctx, "case.change");
  const { version, title, description, cwe, cvss31, cvss40 } = ChangeFlaw.parse(input);
  const vectors = requireVectors({ cvss31, cvss40 });
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireFlaw(tx, caseId, flawId);
    const [changed] = await tx.execute<{ version: number }>(sql`
      update disclosure_flaws set title = ${title}, description = ${description}, cwe = ${cwe}, cvss_v3 = ${vectors.cvss31}, cvss_v4 = ${vectors.cvss40}, version = version + 1
      where id = ${flawId} and version = ${version} returning version`);
    if (!changed) throw changedMeanwhile();
    await writeAudit(tx, ctx, {
      action: "disclosure.change_flaw",
      objectType: "case",
      objectId: caseId,
      detail: { flawId, version: changed.version },
    });
    return { version: changed.version };
  });
}

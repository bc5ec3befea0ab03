// Opens a matter: from the findings of closed minutes, or beside an inspection from what an officer states, under the law as it stands that day.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { loadPack } from "../law/index.ts";
import { addStep, askerOf, nextReference, readProfileOf, requireEntity } from "../offices/store.ts";
import { type Finding, OpenMatter } from "./model.ts";

interface Basis {
  constituentId: string;
  pin: { id: string; version: string; sha256: string };
  findings: Finding[];
  isObstruction: boolean;
}

/** @throws AppError refused while the minutes are not closed or hold no finding; invalid_input. */
export async function openMatter(ctx: Context, input: unknown): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "authority.work");
  const asked = OpenMatter.parse(input);
  const { organisationId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const basis =
      asked.inspectionId === undefined
        ? await basisOfOfficer(tx, organisationId, asked)
        : await basisOfMinutes(tx, asked.inspectionId);
    const findings = [...basis.findings, ...asked.findings];
    if (findings.length === 0)
      throw new AppError("refused", "There is no finding that a matter could rest on.", {
        words: "decisions.refusal.no_finding",
      });
    const id = newId(ctx.now());
    const reference = await nextReference(tx, ctx, organisationId, "matter");
    const now = ctx.now().toISOString();
    await tx.execute(sql`insert into matters (id, reference, organisation_id, constituent_id, inspection_id, complaint_id, title, findings, is_obstruction, pack_id, pack_version,
        pack_sha256, state, opened_at, changed_at)
      values (${id}, ${reference}, ${organisationId}, ${basis.constituentId}, ${asked.inspectionId ?? null}, ${asked.complaintId ?? null}, ${asked.title}, ${JSON.stringify(findings)}::jsonb,
        ${basis.isObstruction}, ${basis.pin.id}, ${basis.pin.version}, ${basis.pin.sha256}, 'draft', ${now}::timestamptz, ${now}::timestamptz)`);
    const detail = { findings: findings.length, isObstruction: basis.isObstruction };
    await addStep(tx, ctx, 0, {
      organisationId,
      constituentId: basis.constituentId,
      subjectKind: "matter",
      subjectId: id,
      kind: "open",
      side: "authority",
      detail,
    });
    await writeAudit(tx, ctx, {
      action: "matter.open",
      objectType: "matter",
      objectId: id,
      detail: { reference, ...detail },
    });
    return { id, reference };
  });
}

async function basisOfMinutes(tx: Tx, inspectionId: string): Promise<Basis> {
  const [row] = await tx.execute<{
    constituent_id: string;
    state: string;
    pack_id: string;
    pack_version: string;
    pack_sha256: string;
  }>(sql`select constituent_id, state, pack_id, pack_version, pack_sha256 from inspections where id = ${inspectionId}`);
  if (!row) throw invalidInput([{ path: "inspectionId", message: "Expected an inspection of this authority." }]);
  if (row.state !== "closed")
    throw new AppError("refused", "The minutes are not closed yet.", { words: "decisions.refusal.minutes_open" });
  const found = await tx.execute<{
    result: string;
    severity: Finding["severity"];
    note: string;
    articles: string;
    title: { fr: string };
  }>(
    sql`select result, severity, note, articles, title from inspection_items where inspection_id = ${inspectionId} and result in ('finding', 'obstruction') order by position`,
  );
  return {
    constituentId: row.constituent_id,
    pin: { id: row.pack_id, version: row.pack_version, sha256: row.pack_sha256 },
    findings: found.map(({ title, note, articles, severity }) => ({
      text: `${title.fr}: ${note}`,
      articles,
      severity,
    })),
    isObstruction: found.some(({ result }) => result === "obstruction"),
  };
}

async function basisOfOfficer(tx: Tx, organisationId: string, asked: OpenMatter): Promise<Basis> {
  const { packs } = await readProfileOf(tx, organisationId);
  if (!packs.includes(asked.packId ?? ""))
    throw invalidInput([{ path: "packId", message: `Expected one of ${packs.join(", ")}.` }]);
  const entity = await requireEntity(tx, asked.constituentId ?? "");
  if (
    asked.complaintId !== undefined &&
    (await tx.execute(sql`select 1 from complaints where id = ${asked.complaintId} and constituent_id = ${entity.id}`))
      .length === 0
  )
    throw invalidInput([{ path: "complaintId", message: "Expected a complaint about this entity." }]);
  return { constituentId: entity.id, pin: loadPack(asked.packId ?? "").pin, findings: [], isObstruction: false };
}

// What the desk shows of evidence: the pieces of a case, and one piece with its whole chain; opening a page of it stands in the log.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { noteReading } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { findBreak } from "./chain.ts";
import type { EvidenceHead, EvidencePage } from "./model.ts";
import { type CustodyState, stateOf } from "./rules.ts";
import { chainOf, chainsOf, type CustodyLine, type EvidenceRow, evidenceOf, hashedOf, loadEvidence } from "./store.ts";

type Person = EvidenceHead["holder"];

/** @throws not_found for a case that the asker may not see. */
export async function listEvidence(
  ctx: Context,
  caseId: string,
): Promise<{ evidence: EvidenceHead[]; can: { take: boolean } }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<{ status: string }>(sql`select status from cases where id = ${caseId}`);
    if (!found) throw notFound("case");
    const chains = await chainsOf(tx, caseId);
    const rows = await evidenceOf(tx, caseId);
    const nameOf = await namesIn(tx, [...chains.values()].flat());
    const evidence = rows.map((row) => headOf(row, stateOf(chains.get(row.id) ?? []), nameOf));
    return { evidence, can: { take: found.status !== "closed" && may(ctx, "case.change") } };
  });
}

/** @throws not_found. */
export async function readEvidence(ctx: Context, evidenceId: string): Promise<EvidencePage> {
  requirePermission(ctx, "case.read");
  const page = await readOnly(ctx, async (tx) => await pageOf(tx, ctx, evidenceId));
  // Before anything of it is given out.
  const detail = { evidenceId, reference: page.reference };
  await noteReading(ctx, { action: "evidence_page.read", objectType: "case", objectId: page.caseId, detail });
  return page;
}

async function pageOf(tx: Tx, ctx: Context, evidenceId: string): Promise<EvidencePage> {
  const row = await loadEvidence(tx, evidenceId, "for_reading");
  const chain = await chainOf(tx, evidenceId);
  const state = stateOf(chain);
  const nameOf = await namesIn(tx, chain, row.disposalAskedBy);
  const [held] = await tx.execute<{ reference: string; title: string; marking: string }>(
    sql`select reference, title, marking from cases where id = ${row.caseId}`,
  );
  return {
    ...headOf(row, state, nameOf),
    caseReference: held?.reference ?? "",
    caseTitle: held?.title ?? "",
    marking: held?.marking ?? "red",
    description: row.description,
    takenFrom: row.takenFrom,
    takenBy: nameOf(row.takenBy),
    arrivedAt: row.arrivedAt,
    fileName: row.fileName,
    mediaType: row.mediaType,
    sha256: row.sha256,
    blake3: row.blake3,
    keepUntil: row.keepUntil,
    disposalAskedBy: row.disposalAskedBy === null ? null : nameOf(row.disposalAskedBy),
    disposalReason: row.disposalReason,
    disposedAt: row.disposedAt,
    isChainWhole: findBreak(row, chain) === undefined,
    chain: hashedOf(chain).map(({ personId, toPersonId, ...line }) => ({
      ...line,
      person: nameOf(personId),
      toPerson: toPersonId === null ? null : nameOf(toPersonId),
    })),
    can: canOf(ctx, row, state),
  };
}

function canOf(ctx: Context, row: EvidenceRow, state: CustodyState): EvidencePage["can"] {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const isWaiting = state.waitsForId !== null;
  const mayAct = may(ctx, "case.change") && row.disposedAt === null;
  const isMine = mayAct && state.holderId === me && !isWaiting;
  const can: Record<EvidencePage["can"][number], boolean> = {
    offer: isMine,
    answer: mayAct && state.waitsForId === me,
    withdraw: mayAct && isWaiting && state.holderId === me,
    seal: isMine && state.seal === "",
    unseal: isMine && state.seal !== "",
    store: isMine,
    read: may(ctx, "file.download") && row.objectId !== null,
    export: may(ctx, "file.download"),
    ask_disposal: mayAct && !isWaiting && row.disposalAskedBy === null,
    settle_disposal: mayAct && row.disposalAskedBy !== null,
  };
  return (Object.keys(can) as (keyof typeof can)[]).filter((act) => can[act]);
}

function headOf(row: EvidenceRow, state: CustodyState, nameOf: (id: string) => Person): EvidenceHead {
  return {
    id: row.id,
    caseId: row.caseId,
    reference: row.reference,
    kind: row.kind,
    label: row.label,
    takenAt: row.takenAt,
    holder: nameOf(state.holderId),
    waitsFor: state.waitsForId === null ? null : nameOf(state.waitsForId),
    seal: state.seal,
    place: state.place,
    size: row.size,
    isDisposed: row.disposedAt !== null,
    isDisposalAsked: row.disposedAt === null && row.disposalAskedBy !== null,
  };
}

/** The names of everybody in some rows; custody outlives accounts, and a name that is gone is told by its id. */
export async function namesIn(
  tx: Tx,
  chain: readonly Pick<CustodyLine, "personId" | "toPersonId">[],
  further: string | null = null,
): Promise<(id: string) => Person> {
  const ids = new Set(
    chain.flatMap(({ personId, toPersonId }) => (toPersonId === null ? [personId] : [personId, toPersonId])),
  );
  if (further !== null) ids.add(further);
  if (ids.size === 0) return (id) => ({ id, name: id });
  const wanted: SQL = sql.join(
    [...ids].map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await tx.execute<{ id: string; name: string }>(sql`select id, name from people where id in (${wanted})`);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

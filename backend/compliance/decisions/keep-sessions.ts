// Plenary sessions: called, opened with a quorum, voted item by item without those who must keep away, closed. Each adopted item gets its number.
import { sql } from "drizzle-orm";
import { Readable } from "node:stream";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { largestOfficeFile } from "../offices/model.ts";
import {
  addFile,
  addStep,
  askerOf,
  changedMeanwhile,
  dayOf,
  nextNumber,
  nextReference,
  readProfileOf,
} from "../offices/store.ts";
import {
  bindSession,
  boundSessionSteps,
  CallSession,
  numberOf,
  quorumOf,
  type Recusal,
  resultOf,
  SessionStep,
} from "./model.ts";
import { loadAgenda, loadMembers, loadSession, type SessionRow } from "./store.ts";
import { composeExtract } from "./write-extract.ts";

export async function callSession(ctx: Context, input: unknown): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "authority.decide");
  const { heldAt, place } = CallSession.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    const reference = await nextReference(tx, ctx, organisationId, "session");
    await tx.execute(sql`insert into plenary_sessions (id, organisation_id, reference, held_at, place, state, called_by, called_at)
      values (${id}, ${organisationId}, ${reference}, ${heldAt}::timestamptz, ${place}, 'called', ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "session.call",
      objectType: "plenary_session",
      objectId: id,
      detail: { reference, heldAt },
    });
    return { id, reference };
  });
}

/** @throws AppError refused without a quorum or out of order; conflict; step_up_required for a vote; invalid_input for votes that do not fit who may vote. */
export async function takeSessionStep(
  ctx: Context,
  sessionId: string,
  version: number,
  input: unknown,
): Promise<{ version: number }> {
  requirePermission(ctx, "authority.decide");
  const step = SessionStep.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const row = await loadSession(tx, sessionId, { forUpdate: true });
    if (boundSessionSteps.includes(step.kind)) await requireStepUp(tx, ctx, bindSession(sessionId, version, step.kind));
    if (row.version !== version) throw changedMeanwhile();
    const detail = await carryOut(tx, ctx, row, step);
    await tx.execute(sql`update plenary_sessions set version = version + 1 where id = ${sessionId}`);
    await addStep(tx, ctx, version, {
      organisationId: row.organisationId,
      constituentId: null,
      subjectKind: "session",
      subjectId: sessionId,
      kind: step.kind,
      side: "authority",
      detail,
    });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: `session.${step.kind}`,
      objectType: "plenary_session",
      objectId: sessionId,
      detail,
    });
    if (step.kind === "vote" && detail["deliberationNumber"] !== null)
      await keepExtract(tx, ctx, row, step.itemId, leafHash.toString("hex"));
    return { version: version + 1 };
  });
}

function requireState(row: SessionRow, ...states: SessionRow["state"][]): void {
  if (!states.includes(row.state))
    throw new AppError("refused", `This cannot follow while the session is ${row.state}.`, {
      words: "decisions.refusal.session_state",
    });
}

async function carryOut(tx: Tx, ctx: Context, row: SessionRow, step: SessionStep): Promise<Record<string, unknown>> {
  switch (step.kind) {
    case "add_item":
      requireState(row, "called", "open");
      return await addItem(tx, ctx, row, step);
    case "open": {
      requireState(row, "called");
      const members = await loadMembers(tx, dayOf(ctx));
      const stranger = step.present.findIndex((id) => !members.some((member) => member.id === id));
      if (stranger >= 0)
        throw invalidInput([{ path: `present.${stranger}`, message: "Expected a member who is in office today." }]);
      const present = [...new Set(step.present)];
      const quorum = quorumOf(members.length, await readProfileOf(tx, row.organisationId));
      if (present.length < quorum)
        throw new AppError(
          "refused",
          `There are ${present.length} members present; ${quorum} of ${members.length} are needed.`,
          { words: "decisions.refusal.quorum" },
        );
      await tx.execute(sql`update plenary_sessions set state = 'open', present = ${sql.param(present)}::uuid[], members = ${members.length},
        opened_at = ${ctx.now().toISOString()}::timestamptz where id = ${row.id}`);
      return { present: present.length, members: members.length, quorum };
    }
    case "recuse": {
      requireState(row, "called", "open");
      const item = (await loadAgenda(tx, row.id)).find(({ id }) => id === step.itemId);
      const member = (await loadMembers(tx, dayOf(ctx))).find(({ id }) => id === step.memberId);
      if (!item) throw notFound("item of the agenda");
      if (!member) throw notFound("member");
      if (item.result !== null)
        throw new AppError("refused", "This item is decided.", { words: "decisions.refusal.decided" });
      const recused = [
        ...item.recused.filter(({ memberId }) => memberId !== member.id),
        { memberId: member.id, name: member.name, reason: step.reason },
      ];
      await tx.execute(sql`update agenda_items set recused = ${JSON.stringify(recused)}::jsonb where id = ${item.id}`);
      return { itemId: item.id, memberId: member.id };
    }
    case "vote":
      requireState(row, "open");
      return await vote(tx, ctx, row, step);
    case "close": {
      requireState(row, "open");
      const open = (await loadAgenda(tx, row.id)).filter(({ result }) => result === null);
      if (open.length > 0)
        throw new AppError("refused", `${open.length} items of the agenda are not decided.`, {
          words: "decisions.refusal.items_open",
        });
      await tx.execute(
        sql`update plenary_sessions set state = 'closed', closed_at = ${ctx.now().toISOString()}::timestamptz where id = ${row.id}`,
      );
      return {};
    }
  }
}

/** Who has a conflict of interest with the entity keeps away by itself. */
async function addItem(
  tx: Tx,
  ctx: Context,
  row: SessionRow,
  step: Extract<SessionStep, { kind: "add_item" }>,
): Promise<Record<string, unknown>> {
  const [subject] =
    step.matterId === undefined && step.complaintId === undefined
      ? [{ constituentId: null }]
      : await tx.execute<{ constituentId: string | null }>(
          step.matterId === undefined
            ? sql`select constituent_id as "constituentId" from complaints where id = ${step.complaintId ?? null}`
            : sql`select constituent_id as "constituentId" from matters where id = ${step.matterId}`,
        );
  if (!subject)
    throw invalidInput([
      { path: step.matterId === undefined ? "complaintId" : "matterId", message: "Expected one of this authority." },
    ]);
  const recused = await tx.execute<
    Recusal & Record<string, unknown>
  >(sql`select m.id as "memberId", m.name, c.reason from office_conflicts c
    join plenary_members m on m.id = c.member_id or (m.person_id is not null and m.person_id = c.person_id)
    where c.constituent_id = ${subject.constituentId} and c.ended_at is null order by m.name`);
  const id = newId(ctx.now());
  await tx.execute(sql`insert into agenda_items (id, organisation_id, session_id, position, title, matter_id, complaint_id, constituent_id, recused)
    select ${id}, ${row.organisationId}, ${row.id}, coalesce(max(position), 0) + 1, ${step.title}, ${step.matterId ?? null}, ${step.complaintId ?? null}, ${subject.constituentId},
      ${JSON.stringify(recused)}::jsonb from agenda_items where session_id = ${row.id}`);
  return { itemId: id, recused: recused.length };
}

async function vote(
  tx: Tx,
  ctx: Context,
  row: SessionRow,
  step: Extract<SessionStep, { kind: "vote" }>,
): Promise<Record<string, unknown>> {
  const item = (await loadAgenda(tx, row.id)).find(({ id }) => id === step.itemId);
  if (!item) throw notFound("item of the agenda");
  if (item.result !== null)
    throw new AppError("refused", "This item is decided.", { words: "decisions.refusal.decided" });
  const profile = await readProfileOf(tx, row.organisationId);
  const voters = row.present.filter((id) => !item.recused.some(({ memberId }) => memberId === id)).length;
  // Who keeps away is not there for the item: the quorum is asked again without them.
  const quorum = quorumOf(row.members ?? 0, profile);
  if (voters < quorum && !step.isAdjourned)
    throw new AppError(
      "refused",
      `Without those who keep away, ${voters} members remain; ${quorum} are needed. The item can be adjourned.`,
      { words: "decisions.refusal.item_quorum" },
    );
  const cast = step.votesFor + step.votesAgainst + step.abstained;
  if (!step.isAdjourned && cast !== voters)
    throw invalidInput([
      {
        path: "votesFor",
        message: `Expected ${voters} votes in all: ${row.present.length} are present and ${row.present.length - voters} of them keep away.`,
      },
    ]);
  const result = resultOf(step);
  const year = Number(dayOf(ctx).slice(0, 4));
  const deliberationNumber =
    result === "adopted"
      ? numberOf(profile.deliberationFormat, year, await nextNumber(tx, row.organisationId, "deliberation", year))
      : null;
  await tx.execute(sql`update agenda_items set votes_for = ${step.votesFor}, votes_against = ${step.votesAgainst}, abstained = ${step.abstained}, result = ${result},
    decision = ${step.decision}, deliberation_number = ${deliberationNumber}, decided_at = ${ctx.now().toISOString()}::timestamptz where id = ${item.id}`);
  return {
    itemId: item.id,
    result,
    deliberationNumber,
    votesFor: step.votesFor,
    votesAgainst: step.votesAgainst,
    abstained: step.abstained,
  };
}

/** The extract is frozen with the decision; its square code names the row of the log. */
async function keepExtract(tx: Tx, ctx: Context, row: SessionRow, itemId: string, leafHash: string): Promise<void> {
  const item = (await loadAgenda(tx, row.id)).find(({ id }) => id === itemId);
  if (!item) return;
  const bytes = await composeExtract(ctx, await readProfileOf(tx, row.organisationId), row, item, leafHash);
  const stored = await ctx.objects.put(Readable.from([Buffer.from(bytes)]), largestOfficeFile);
  const file = {
    objectId: stored.id,
    name: `${item.deliberationNumber ?? row.reference}.pdf`,
    mediaType: "application/pdf",
    size: stored.size,
    sha256: stored.sha256.toString("hex"),
  };
  const fileId = await addFile(tx, ctx, file, {
    organisationId: row.organisationId,
    constituentId: item.constituentId,
    subjectKind: "session",
    subjectId: row.id,
    side: "authority",
  });
  await tx.execute(sql`update agenda_items set extract_file_id = ${fileId} where id = ${itemId}`);
}

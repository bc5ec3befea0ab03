// Somebody asks for advice, at the portal or signed in; the worker opens its case.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { admitSource } from "../../intake/index.ts";
import type { Visitor } from "../../intake/model.ts";
import { openAdviceCase } from "../../cases/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { signedLink } from "../links/signed-link.ts";
import { AskAdvice, AskAdviceSignedIn } from "./model.ts";

/**
 * @param key of the page that it was typed on: the same page sent twice is one question.
 * @returns the reference, and the address where the answer will be.
 * @throws invalid_input by field; too_many_requests.
 */
export async function askAdvice(
  ctx: Context,
  input: unknown,
  visitor: Visitor,
  key: string,
): Promise<{ link: string }> {
  requirePermission(ctx, "report.submit");
  const asked = AskAdvice.parse(input);
  admitSource(ctx, visitor);
  const id = isId(key) ? key : newId(ctx.now());
  await withTransaction(
    ctx,
    async (tx) => {
      const made = await insert(tx, ctx, id, { ...asked, source: "web", organisationId: null, askedBy: null });
      if (!made) return;
      await publish(tx, { type: "advice.asked", requestId: id });
      await writeAudit(tx, ctx, {
        action: "advice.ask",
        objectType: "advice",
        objectId: id,
        detail: { source: "web" },
      });
    },
    "intake",
  );
  return { link: signedLink(ctx, "advice", id) };
}

/** Of the own organisation, answered in its room. @throws invalid_input by field. */
export async function askAdviceSignedIn(ctx: Context, input: AskAdviceSignedIn): Promise<{ id: string }> {
  requirePermission(ctx, "advice.own");
  const asked = AskAdviceSignedIn.parse(input);
  const { personId, organisationId } = requirePerson(ctx);
  const id = newId(ctx.now());
  await withTransaction(
    ctx,
    async (tx) => {
      await insert(tx, ctx, id, {
        ...asked,
        name: "",
        email: "",
        source: "console",
        organisationId,
        askedBy: personId,
      });
      await publish(tx, { type: "advice.asked", requestId: id });
      await writeAudit(tx, ctx, {
        action: "advice.ask",
        objectType: "advice",
        objectId: id,
        detail: { source: "console" },
      });
    },
    "constituent",
  );
  return { id };
}

/** The event's listener: a case of its own kind, once. */
export async function beginAdvice(ctx: Context, requestId: string): Promise<void> {
  requirePermission(ctx, "case.open");
  await withTransaction(ctx, async (tx) => {
    const [request] = await tx.execute<{ question: string; reference: string; receivedAt: string }>(
      sql`select question, reference, ${iso(sql`received_at`)} as "receivedAt" from advice_requests where id = ${requestId} and case_id is null for update`,
    );
    if (!request) return;
    const [first = ""] = request.question.split("\n");
    const title = `${request.reference}: ${first.length > 120 ? `${first.slice(0, 119)}…` : first}`;
    const opened = await openAdviceCase(tx, ctx, { title, openedAt: new Date(request.receivedAt) });
    if (!opened) return;
    await tx.execute(sql`update advice_requests set case_id = ${opened.id} where id = ${requestId}`);
    await writeAudit(tx, ctx, {
      action: "case.open",
      objectType: "case",
      objectId: opened.id,
      detail: { reference: opened.reference, kind: "advice" },
    });
  });
}

async function insert(
  tx: Tx,
  ctx: Context,
  id: string,
  asked: ReturnType<typeof AskAdvice.parse> & {
    source: "web" | "console";
    organisationId: string | null;
    askedBy: string | null;
  },
): Promise<boolean> {
  const [drawn] = await tx.execute<{ n: string }>(sql`select nextval('advice_number')::text as n`);
  const reference = `ADVICE-${ctx.now().getUTCFullYear()}-${(drawn?.n ?? "").padStart(4, "0")}`;
  const done =
    await tx.execute(sql`insert into advice_requests (id, reference, source, organisation_id, asked_by, name, email, language, topic, question, received_at)
    values (${id}, ${reference}, ${asked.source}, ${asked.organisationId}, ${asked.askedBy}, ${asked.name}, ${asked.email === "" ? null : asked.email}, ${asked.language}, ${asked.topic},
      ${asked.question}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing`);
  return done.count > 0;
}

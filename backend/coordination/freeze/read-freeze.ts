// What the desk sees of a report's money: consent, label, the prepared request, fraud desks that could act, and what was asked so far.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import type { FreezePartner, FreezeRequestView, FreezeView } from "./model.ts";
import { composeFreezeBody } from "./compose-freeze.ts";
import { ReleaseFreeze } from "./model.ts";
import { prepareFreeze } from "./prepare-freeze.ts";

interface Facts extends Record<string, unknown> {
  marking: Marking;
  pap: Pap;
  isExercise: boolean;
  paid: string | null;
  text: string;
  occurredAt: string | null;
  occurredPrecision: string | null;
  consent: FreezeView["consent"];
}

/** @throws forbidden, not_found. */
export async function readFreeze(ctx: Context, reportId: string): Promise<FreezeView> {
  requirePermission(ctx, "report.read");
  if (!isId(reportId)) throw notFound("report");
  return await readOnly(ctx, async (tx) => {
    const [facts] = await tx.execute<Facts>(sql`
      select r.marking, r.pap, r.is_exercise as "isExercise", r.answers ->> 'paid' as paid, r.subject || E'\n' || r.description as text,
        ${iso(sql`r.occurred_at`)} as "occurredAt", r.occurred_precision as "occurredPrecision",
        (select json_build_object('bodies', c.bodies, 'givenAt', ${iso(sql`c.given_at`)}, 'textVersion', c.text_version, 'language', c.language)
          from freeze_consents c where c.report_id = r.id and c.withdrawn_at is null) as consent
      from reports r where r.id = ${reportId}`);
    if (!facts) throw notFound("report");
    const observables = await tx.execute<{ kind: string; value: string; role: string }>(
      sql`select kind, value, role from observables where report_id = ${reportId} and kind in ('phone', 'wallet', 'iban', 'payment_reference') order by part, start_offset`,
    );
    const leaving = canLeave(facts, "share_partner");
    const { paid, text, occurredAt, occurredPrecision, consent } = facts;
    return {
      consent,
      heldBack: leaving.may === "text" ? null : leaving.why,
      isExercise: facts.isExercise,
      prepared: prepareFreeze({
        paid: paid ?? undefined,
        text,
        occurredAt,
        occurredPrecision,
        zone: loadCountry(ctx.config.country).timeZones.default,
        observables,
      }),
      partners: await partnersOf(tx, reportId),
      requests: await requestsOf(tx, reportId),
      canRelease: may(ctx, "freeze.release"),
    };
  });
}

/** Exactly what would leave, in the partner's language. @throws forbidden, not_found, invalid_input. */
export async function previewFreeze(ctx: Context, input: ReleaseFreeze): Promise<{ body: string; language: string }> {
  requirePermission(ctx, "freeze.release");
  const { reportId, partnerId, target, fields } = ReleaseFreeze.parse(input);
  const [partner] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ language: "fr" | "en" | "mn" }>(
        sql`select p.language from partner_bodies p, reports r where p.id = ${partnerId} and p.ended_at is null and r.id = ${reportId}`,
      ),
  );
  if (!partner) throw notFound("report or fraud desk");
  return { body: composeFreezeBody(wordsIn(partner.language), target, fields), language: partner.language };
}

// Whose money service it is comes first: a constituent that the report concerns.
async function partnersOf(tx: Tx, reportId: string): Promise<FreezePartner[]> {
  const rows = await tx.execute<FreezePartner & Record<string, unknown>>(sql`
    select p.id, c.name, p.kind, p.contact_name as "contactName", p.phone, p.hours, p.channel, p.freezes, p.needs, p.answer_minutes as "answerMinutes", p.language,
      exists (select 1 from report_constituents rc where rc.report_id = ${reportId} and rc.constituent_id = p.constituent_id) as "isConcerned"
    from partner_bodies p join constituents c on c.id = p.constituent_id where p.ended_at is null order by "isConcerned" desc, lower(c.name), p.id limit 200`);
  return [...rows];
}

async function requestsOf(tx: Tx, reportId: string): Promise<FreezeRequestView[]> {
  const rows = await tx.execute<FreezeRequestView & Record<string, unknown>>(sql`
    select f.id, f.reference, c.name as "partnerName", f.target, f.body, f.channel,
      (select json_build_object('id', w.id, 'name', w.name) from people w where w.id = f.released_by) as "releasedBy", ${iso(sql`f.released_at`)} as "releasedAt",
      ${iso(sql`(f.released_at + make_interval(mins => p.answer_minutes))`)} as "dueAt", f.answer, f.answer_note as "answerNote", f.answered_via as "answeredVia",
      ${iso(sql`f.answered_at`)} as "answeredAt", round(extract(epoch from (f.answered_at - f.released_at)) / 60)::int as "answerMinutes"
    from freeze_requests f join partner_bodies p on p.id = f.partner_id join constituents c on c.id = p.constituent_id
    where f.report_id = ${reportId} order by f.released_at, f.id`);
  return [...rows];
}

// In a demonstration, once a report is triaged, its case is opened, left waiting or closed, as the demonstration's plan says.
import { sql } from "drizzle-orm";
import { changeCase, closeCase, openCase, writeOutcome, writeReview } from "../cases/index.ts";
import { readOnly } from "../platform/db/index.ts";
import type { JobContext } from "../platform/jobs/index.ts";

const reasons = {
  fr: "Démonstration : la page a été retirée, la victime prévenue.",
  en: "Demonstration: the page was taken down and the victim told.",
  mn: "Үзүүлэн: хуудсыг буулгаж, хохирогчид мэдэгдсэн.",
} as const;

export async function openDemoCase(ctx: JobContext, reportId: string): Promise<void> {
  if (!ctx.config.isDemo) return;
  const [plan] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ state: string; at: string; language: keyof typeof reasons; status: string }>(sql`
    select s.value #>> '{}' as state, r.received_at as at, r.language, r.status from settings s join reports r on r.id = ${reportId}
    where s.key = ${`demo.case.${reportId}`} and r.status = 'triaged'`),
  );
  if (!plan) return;
  const at = (hours: number): JobContext => {
    const moment = new Date(Math.min(new Date(plan.at).getTime() + hours * 3_600_000, ctx.now().getTime()));
    return { ...ctx, clock: { now: () => moment }, now: () => moment };
  };
  const opened = await openCase(at(2), { reportIds: [reportId] });
  if (plan.state === "waiting")
    await changeCase(at(5), { caseId: opened.id, version: opened.version, status: "waiting" });
  if (plan.state !== "closed") return;
  const reason = reasons[plan.language];
  // A case of high severity is closed with its cause and its review, in a demonstration as anywhere.
  const [restored, reviewed] = [at(24), at(28)];
  await writeOutcome(restored, {
    caseId: opened.id,
    version: 0,
    restoredAt: restored.now().toISOString(),
    verifiedBy: reason,
    isFunctionAffected: false,
    functionId: null,
    functionNote: "",
    publicUpdate: "",
    publicUpdateAt: null,
    rootCause: "deceived_person",
    rootCauseNote: "",
  });
  await writeReview(reviewed, {
    caseId: opened.id,
    version: 0,
    heldAt: reviewed.now().toISOString(),
    participants: "",
    wentWell: reason,
    wentBadly: "",
    conclusion: reason,
    isWithoutImprovements: true,
    isFinished: true,
  });
  await closeCase(at(30), { caseId: opened.id, outcome: "resolved", reason });
}

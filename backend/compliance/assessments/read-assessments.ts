// Reads the self-assessment of the asker's own entity: all packs in short, one pack whole, the history of one answer.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { actsOfRole, roles } from "../../identity/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type Translator, wordsFor } from "../../platform/words/index.ts";
import { sayClock, nameAddressee, type JudgedDuty } from "../duties/judge-duties.ts";
import { type LoadedPack, policiesFolder, weakest } from "../law/index.ts";
import { dayOf } from "../offices/store.ts";
import { compareDuty, sayCites } from "./compare-versions.ts";
import { findPinned } from "./find-pinned.ts";
import { findOwnDuties, type OwnDuties } from "./find-duties.ts";
import { countsAsLaw, isExpired, progressOf, standingOf } from "./judge-answers.ts";
import type { AssessmentList, AssessmentQuery, AssessmentView, HistoryView, ItemView } from "./model.ts";
import {
  type AnswerRow,
  type EvidenceRow,
  type ExceptionRow,
  listAnswers,
  listColleagues,
  listEvidence,
  listExceptions,
} from "./store.ts";

/** Roles that see a self-assessment; one of them may be given a duty. */
export const ownerRoles: readonly string[] = roles.filter((role) => actsOfRole[role].includes("duty.read"));

interface Said {
  answers: AnswerRow[];
  evidence: EvidenceRow[];
  exceptions: ExceptionRow[];
}

async function readSaid(tx: Tx, constituentId: string): Promise<Said> {
  return {
    answers: await listAnswers(tx, constituentId),
    evidence: await listEvidence(tx, constituentId),
    exceptions: await listExceptions(tx, constituentId),
  };
}

/** @throws forbidden; not_found where the organisation has no entry in the register. */
export async function listAssessments(
  ctx: Context,
  { language }: AssessmentQuery,
  root = policiesFolder,
): Promise<AssessmentList> {
  requirePermission(ctx, "duty.read");
  const { own, said } = await readOnly(ctx, async (tx) => {
    const found = await findOwnDuties(tx, ctx, undefined, root);
    return { own: found, said: await readSaid(tx, found.entity.id) };
  });
  return {
    assessments: own.packs.map(({ loaded, duties }) => {
      const items = viewItems(loaded, duties, own, said, wordsFor(ctx, language), dayOf(ctx), root);
      return {
        packId: loaded.pin.id,
        packVersion: loaded.pin.version,
        packTitle: loaded.pack.pack.title[language],
        progress: progressOf(items),
        toReview: items.filter(({ pin }) => pin !== null && !pin.isCurrent).length,
        overdue: items.filter((one) => one.isOverdue).length,
      };
    }),
  };
}

/** @throws not_found for a pack of which nothing binds the entity. */
export async function readAssessment(
  ctx: Context,
  packId: string,
  { language }: AssessmentQuery,
  root = policiesFolder,
): Promise<AssessmentView> {
  requirePermission(ctx, "duty.read");
  return await readOnly(ctx, async (tx) => {
    const own = await findOwnDuties(tx, ctx, undefined, root);
    const pack = own.packs.find(({ loaded }) => loaded.pin.id === packId);
    if (!pack) throw notFound("assessment");
    const { loaded, duties } = pack;
    const today = dayOf(ctx);
    const said = await readSaid(tx, own.entity.id);
    const items = viewItems(loaded, duties, own, said, wordsFor(ctx, language), today, root);
    return {
      packId,
      packVersion: loaded.pin.version,
      packTitle: loaded.pack.pack.title[language],
      notice: loaded.pack.pack.notice?.[language] ?? null,
      today,
      progress: progressOf(items),
      items,
      people: await listColleagues(tx, own.entity.organisationId, ownerRoles),
      mayChange: may(ctx, "duty.change"),
    };
  });
}

/** The pack's duties in its order, then answers to duties that it no longer holds. */
function viewItems(
  loaded: LoadedPack,
  duties: readonly JudgedDuty[],
  own: OwnDuties,
  said: Said,
  words: Translator,
  today: string,
  root: string,
): ItemView[] {
  const answers = said.answers.filter((one) => one.packId === loaded.pin.id && one.version > 0);
  const items = duties.map((one) => {
    const answer = answers.find((it) => it.obligation === one.obligation.id);
    const isRequired = one.duty.status !== "not_required";
    return viewItem(
      loaded,
      one.obligation.id,
      { isBinding: true, isRequired },
      { own, said, words, today, root },
      answer,
    );
  });
  const gone = answers
    .filter((answer) => !duties.some((one) => one.obligation.id === answer.obligation))
    .flatMap((answer) => {
      const pinned = pinnedOf(answer, loaded, root);
      return pinned
        ? [
            viewItem(
              pinned,
              answer.obligation,
              { isBinding: false, isRequired: true },
              { own, said, words, today, root, current: loaded },
              answer,
            ),
          ]
        : [];
    });
  return [...items, ...gone];
}

/** The version that an answer was given under; undefined where its file is not here any more, or was changed. */
function pinnedOf(answer: AnswerRow, current: LoadedPack, root: string): LoadedPack | undefined {
  const pin = { id: answer.packId, version: answer.packVersion, sha256: answer.packSha256 };
  return pin.sha256 === current.pin.sha256 ? current : findPinned(pin, root);
}

interface Around {
  own: OwnDuties;
  said: Said;
  words: Translator;
  today: string;
  root: string;
  /** Of a duty that is gone: the version that no longer holds it. */
  current?: LoadedPack;
}

function viewItem(
  loaded: LoadedPack,
  obligationId: string,
  { isBinding, isRequired }: { isBinding: boolean; isRequired: boolean },
  { own, said, words, today, root, current = loaded }: Around,
  answer: AnswerRow | undefined,
): ItemView {
  const { pack } = loaded;
  const it = pack.obligations.find(({ id }) => id === obligationId);
  if (!it) throw new Error(`${pack.pack.id} has no ${obligationId}`);
  const verification = weakest(pack, it);
  const evidence = said.evidence
    .filter((one) => one.answerId === answer?.id)
    .map((one) => ({ ...one, isExpired: isExpired(one.expiresOn, today) }));
  const state = answer?.state ?? "open";
  const judged = {
    state,
    isRequired,
    evidence: evidence.map((one) => ({ ...one, isWithdrawn: one.withdrawnAt !== null })),
  };
  const exception = said.exceptions.find((one) => one.answerId === answer?.id);
  const pinned = answer && pinnedOf(answer, current, root);
  return {
    obligation: it.id,
    title: it.title[words.language],
    addressee: nameAddressee(it.addressee, words.language, own.law),
    clockWords: sayClock(it, words, own.law, pack),
    norm: it.norm,
    modality: it.modality,
    verification,
    cites: sayCites(pack, it, words),
    wanted: it.evidence,
    isCounted: isBinding && countsAsLaw(it, verification),
    standing: standingOf(judged, today),
    state,
    reason: answer?.reason ?? null,
    note: answer?.note ?? "",
    owner: answer?.ownerId ? { id: answer.ownerId, name: answer.ownerName ?? "" } : null,
    dueOn: answer?.dueOn ?? null,
    isOverdue: (answer?.dueOn ?? today) < today && ["open", "partly", "not_met"].includes(state),
    version: answer?.version ?? 0,
    changed: answer ? { at: answer.changedAt, by: answer.changedBy } : null,
    exception: exception ?? null,
    evidence,
    pin: answer
      ? {
          version: answer.packVersion,
          isCurrent: answer.packSha256 === current.pin.sha256,
          isKnown: pinned !== undefined,
          changes: pinned ? compareDuty(pinned, current, it.id, words, own.law) : [],
        }
      : null,
  };
}

/** Every change of one answer, oldest first. */
export async function readHistory(ctx: Context, packId: string, obligation: string): Promise<HistoryView> {
  requirePermission(ctx, "duty.read");
  const changes = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<HistoryView["changes"][number] & Record<string, unknown>>(
        sql`select c.position, c.kind, ${iso(sql`c.at`)} as at, c.person_name as by, c.detail from duty_changes c join duty_answers a on a.id = c.answer_id
          where a.pack_id = ${packId} and a.obligation_id = ${obligation} and a.organisation_id = (select toguna_organisation()) order by c.position`,
      ),
  );
  if (changes.length === 0) throw notFound("answer");
  return { changes };
}

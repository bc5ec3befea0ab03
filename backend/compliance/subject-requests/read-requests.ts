// Reads the requests of people that the asker's own entity received: the list, one with its laws in words, and the table to take along.
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type SheetColumn, sheetResponse, WantedSheet } from "../../platform/sheets/index.ts";
import { type Translator, wordsFor } from "../../platform/words/index.ts";
import { z } from "zod";
import { sayCites } from "../assessments/compare-versions.ts";
import { listColleagues } from "../assessments/store.ts";
import { sayClock, sayPeriod } from "../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry, readPinned } from "../duties/law-of-country.ts";
import { organisationOf } from "../duties/read-entity.ts";
import { policiesFolder, weakest } from "../law/index.ts";
import { extensionOf } from "./find-clock.ts";
import { type RequestList, RequestListQuery, type RequestQuery, type RequestRow, type RequestView } from "./model.ts";
import { findStored, listRequestSteps, listStored, requestRoles, type StoredRequest } from "./store.ts";

const withOverdue = <Row extends { state: string; dueAt: string | null }>(row: Row, now: Date) => ({
  ...row,
  isOverdue: row.state === "open" && row.dueAt !== null && Date.parse(row.dueAt) < now.getTime(),
});

export async function listRequests(ctx: Context, { state }: RequestListQuery): Promise<RequestList> {
  requirePermission(ctx, "subject.read");
  const now = ctx.now();
  const all = await readOnly(ctx, async (tx) => await listStored(tx, organisationOf(ctx), "all"));
  const rows = all.map((row) => withOverdue(row, now));
  const isOpen = (row: RequestRow): boolean => row.state === "open";
  return {
    requests: rows.filter((row) => state === "all" || isOpen(row) === (state === "open")),
    counts: {
      open: rows.filter(isOpen).length,
      overdue: rows.filter((row) => row.isOverdue).length,
      closed: rows.filter((row) => !isOpen(row)).length,
    },
    now: now.toISOString(),
    mayChange: may(ctx, "subject.change"),
  };
}

/** @throws not_found, also for another entity's. */
export async function readRequest(
  ctx: Context,
  requestId: string,
  { language }: RequestQuery,
  root = policiesFolder,
): Promise<RequestView> {
  requirePermission(ctx, "subject.read");
  const now = ctx.now();
  const { row, steps, people } = await readOnly(ctx, async (tx) => {
    const found = await findStored(tx, requestId);
    if (!found) throw notFound("request");
    return {
      row: found,
      steps: await listRequestSteps(tx, requestId),
      people: await listColleagues(tx, found.organisationId, requestRoles),
    };
  });
  const laws = sayLaws(row, wordsFor(ctx, language), lawOfCountry(ctx.config.country, root), root);
  const mayChange = may(ctx, "subject.change");
  return {
    ...withOverdue(row, now),
    laws,
    mayExtend:
      mayChange &&
      row.state === "open" &&
      !row.isExtended &&
      row.firstDueAt !== null &&
      now.getTime() <= Date.parse(row.firstDueAt) &&
      (laws[0]?.extension ?? null) !== null,
    steps,
    people,
    now: now.toISOString(),
    mayChange,
  };
}

/** The laws as they stood when the request was registered. */
export function sayLaws(
  row: Pick<StoredRequest, "laws">,
  words: Translator,
  law: LawOfCountry,
  root = policiesFolder,
): RequestView["laws"] {
  return row.laws.flatMap(({ packId, packVersion, packSha256, obligation, due }) => {
    const { pack } = readPinned({ id: packId, version: packVersion, sha256: packSha256 }, root);
    const it = pack.obligations.find(({ id }) => id === obligation);
    if (!it) return [];
    const [cite] = sayCites(pack, it, words);
    const added = extensionOf(it);
    return [
      {
        title: it.title[words.language],
        law: cite?.law ?? pack.pack.title[words.language],
        paraphrase: cite?.paraphrase ?? "",
        clockWords: sayClock(it, words, law, pack),
        extension: added === undefined ? null : sayPeriod(added, words),
        due,
        packVersion,
        verification: weakest(pack, it),
      },
    ];
  });
}

export const RequestExportQuery = z.strictObject({ ...WantedSheet.shape, ...RequestListQuery.shape });
export type RequestExportQuery = z.output<typeof RequestExportQuery>;

const column = (
  key: string,
  value: (row: StoredRequest & { isOverdue: boolean }) => string | boolean | null,
  more: Partial<SheetColumn<StoredRequest & { isOverdue: boolean }>> = {},
): SheetColumn<StoredRequest & { isOverdue: boolean }> => ({
  key,
  type: "text",
  title: `subjects.column.${key}`,
  value,
  ...more,
});

const columns = [
  column("reference", (row) => row.reference),
  column("kind", (row) => row.kind, { words: "subjects.kind." }),
  column("person", (row) => row.personName),
  column("contact", (row) => row.personContact),
  column("way", (row) => row.way, { words: "subjects.way." }),
  column("receivedAt", (row) => row.receivedAt, { type: "instant" }),
  column("dueAt", (row) => row.dueAt, { type: "instant" }),
  column("isExtended", (row) => row.isExtended, { type: "boolean" }),
  column("identity", (row) => row.identity, { words: "subjects.identity." }),
  column("owner", (row) => row.owner),
  column("state", (row) => row.state, { words: "subjects.state." }),
  column("outcome", (row) => row.outcome, { words: "subjects.outcome." }),
  column("ground", (row) => row.ground),
  column("closedAt", (row) => row.closedAt, { type: "instant" }),
  column("isLate", (row) => (row.state === "open" ? row.isOverdue : row.isLate), { type: "boolean" }),
];

/** The log hears that a table left, not how much stood in it. */
export async function exportRequests(ctx: Context, query: RequestExportQuery): Promise<Response> {
  requirePermission(ctx, "subject.read");
  const { format, language, zone, state } = query;
  const rows = await withTransaction(ctx, async (tx) => {
    const detail = { format };
    await writeAudit(tx, ctx, {
      action: "list.export",
      objectType: "list",
      objectId: "subject-requests",
      detail,
    });
    return await listStored(tx, organisationOf(ctx), state);
  });
  const words = wordsFor(ctx, language);
  const now = ctx.now();
  const fileName = `data-requests-${now.toISOString().slice(0, 10)}`;
  const shown = rows.map((row) => withOverdue(row, now));
  return sheetResponse({ format, fileName, title: words("subjects.title"), columns, rows: shown, words, zone });
}

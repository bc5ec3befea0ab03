// Puts together what is handed over: the chosen fields of a case as one JSON document, the same for the preview and for what leaves.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type SQL, sql } from "drizzle-orm";
import { load } from "js-yaml";
import { type Pap, stricter, stricterPap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { findKeyOf } from "../openpgp/find-keys.ts";
import {
  type BodyKind,
  bodyKinds,
  type PreviewTransfer,
  type SentWay,
  type TransferField,
  TransferList,
} from "./model.ts";
import { decideWay } from "./rules.ts";

let known: TransferList | undefined;

/** @throws an Error that names what is wrong in the file. */
export function readTransferList(): TransferList {
  known ??= TransferList.parse(
    load(readFileSync(fileURLToPath(new URL("../../../policies/hand-over.yml", import.meta.url)), "utf8")),
  );
  return known;
}

export interface Composed {
  body: { name: string; email: string | null; kind: BodyKind };
  way: SentWay;
  marking: Marking;
  pap: Pap;
  hasNames: boolean;
  leftOut: number;
  document: string;
  /** With places for the number and the link, which are drawn when it leaves. */
  mailText: string;
  sha256: string;
  listVersion: number;
}

/** Stand in the mail's text. */
export const numberPlace = "{transfer-number}";

/** @throws not_found; invalid_input naming `fields` or `correspondentId`; refused by labels. */
export async function composeTransfer(
  tx: Tx,
  ctx: Context,
  caseId: string,
  asked: Required<PreviewTransfer>,
): Promise<Composed> {
  const [held] = await tx.execute<{ reference: string }>(sql`select reference from cases where id = ${caseId}`);
  if (!held) throw notFound("case");
  const [party] = await tx.execute<{ name: string; email: string | null; kind: string }>(
    sql`select name, email, kind from correspondents where id = ${asked.correspondentId} and ended_at is null`,
  );
  const kind = bodyKinds.find((one) => one === party?.kind);
  if (!party || kind === undefined)
    throw invalidInput([{ path: "correspondentId", message: "Expected a peer, an authority or a third party." }]);
  if (asked.way === "mail" && party.email === null)
    throw invalidInput([{ path: "way", message: "Expected file: this body has no e-mail address." }]);
  const list = readTransferList();
  const wrong = asked.fields.filter((field) => !list.bodies[kind].includes(field));
  if (wrong.length > 0)
    throw invalidInput([
      { path: "fields", message: `Expected fields that a body of this kind may be given; not ${wrong.join(", ")}.` },
    ]);
  if (asked.fields.includes("summary") && asked.summary === "")
    throw invalidInput([{ path: "summary", message: "Expected a summary, or the field summary left out." }]);
  const mark = await labelsOf(tx, caseId);
  const hasKey = (await findKeyOf(tx, asked.correspondentId, ctx.now())) !== undefined;
  const way = decideWay(mark, kind, asked.way, hasKey);
  // What an entity handed in, it alone files with an authority.
  const isOpen = kind === "authority" ? sql`r.filed_by_organisation_id is null` : sql`true`;
  const [left] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from case_reports c join reports r on r.id = c.report_id where c.case_id = ${caseId} and not (${isOpen})`,
  );
  const chosen: Record<string, unknown> = {};
  for (const field of list.bodies[kind])
    if (asked.fields.includes(field))
      chosen[field] = field === "summary" ? asked.summary : await readField(tx, caseId, field, isOpen);
  const document = `${JSON.stringify(
    {
      format: "toguna-hand-over/1",
      reference: held.reference,
      from: ctx.config.mailFrom,
      to: party.name,
      marking: `TLP:${mark.marking.toUpperCase()}`,
      pap: `PAP:${mark.pap.toUpperCase()}`,
      list: list.version,
      case: chosen,
    },
    null,
    2,
  )}\n`;
  const words = wordsIn(asked.language as WordsLanguage);
  const label = `TLP:${mark.marking.toUpperCase()}`;
  const mailText = [
    words("transfer.mail.lead", { name: party.name, number: numberPlace }),
    words(way === "mail_encrypted" ? "transfer.mail.encrypted" : "transfer.mail.clear", { label }),
    words("transfer.mail.confirm"),
  ].join("\n\n");
  const sha256 = createHash("sha256").update(document, "utf8").update("\0").update(mailText, "utf8").digest("hex");
  const hasNames = asked.fields.includes("reporters");
  const leftOut = left?.n ?? 0;
  return {
    body: { name: party.name, email: party.email, kind },
    way,
    ...mark,
    hasNames,
    leftOut,
    document,
    mailText,
    sha256,
    listVersion: list.version,
  };
}

/** The stricter labels of a case and all its reports. @throws not_found. */
export async function labelsOf(tx: Tx, caseId: string): Promise<{ marking: Marking; pap: Pap; isExercise: boolean }> {
  const rows = await tx.execute<{ marking: Marking; pap: Pap; isExercise: boolean }>(sql`
    select k.marking, k.pap, k.is_demo or k.is_exercise as "isExercise" from cases k where k.id = ${caseId}
    union all
    select r.marking, r.pap, r.is_demo or r.is_exercise from case_reports c join reports r on r.id = c.report_id where c.case_id = ${caseId}`);
  const [first, ...more] = rows;
  if (!first) throw notFound("case");
  return more.reduce(
    (all, row) => ({
      marking: stricter(all.marking, row.marking),
      pap: stricterPap(all.pap, row.pap),
      isExercise: all.isExercise || row.isExercise,
    }),
    first,
  );
}

const json = (columns: SQL, from: SQL): SQL =>
  sql`select coalesce(json_agg(row_to_json(x)), '[]') as value from (select ${columns} ${from} limit 5000) x`;

/** What one field holds. Never a note, never a message: those are the team's own. */
function queryOf(caseId: string, field: TransferField, isOpen: SQL): SQL {
  const reports = sql`from case_reports c join reports r on r.id = c.report_id and ${isOpen}`;
  switch (field) {
    case "title":
      return sql`select to_json(title) as value from cases where id = ${caseId}`;
    case "classification":
      return sql`select json_build_object('severity', severity, 'class', rsit_class, 'type', rsit_type) as value from cases where id = ${caseId}`;
    case "dates":
      return sql`select json_build_object('opened', ${iso(sql`opened_at`)}, 'closed', ${iso(sql`closed_at`)}) as value from cases where id = ${caseId}`;
    case "status":
      return sql`select json_build_object('status', status, 'outcome', close_outcome) as value from cases where id = ${caseId}`;
    case "timeline":
      return json(
        sql`${iso(sql`e.happened_at`)} as at, e.category, e.title`,
        sql`from case_events e where e.case_id = ${caseId} order by e.happened_at, e.id`,
      );
    case "assets":
      return json(
        sql`a.name, a.kind, a.compromise`,
        sql`from case_assets a where a.case_id = ${caseId} order by a.name, a.id`,
      );
    case "values":
      return json(
        sql`distinct v.kind, v.value`,
        sql`from (select o.kind, o.value ${reports} join observables o on o.report_id = r.id and o.role = 'suspect' where c.case_id = ${caseId}
          union select f ->> 'kind', f ->> 'value' from case_evidence e join artefacts a on a.evidence_id = e.id join artefact_results t on t.artefact_id = a.id
            cross join lateral jsonb_array_elements(t.found) f where e.case_id = ${caseId}) v order by v.kind, v.value`,
      );
    case "measures":
      return json(
        sql`m.kind, m.target, m.state`,
        sql`from case_measures m where m.case_id = ${caseId} order by m.created_at, m.id`,
      );
    case "findings":
      return json(
        sql`distinct f.title, f.level`,
        sql`${reports} join findings f on f.report_id = r.id where c.case_id = ${caseId} and f.engine <> 'unpack' order by f.title, f.level`,
      );
    case "evidence":
      return json(
        sql`e.reference, e.kind, e.label, ${iso(sql`e.taken_at`)} as taken, encode(e.sha256, 'hex') as sha256, encode(e.blake3, 'hex') as blake3`,
        sql`from case_evidence e where e.case_id = ${caseId} order by e.reference`,
      );
    case "artefacts":
      return json(
        sql`a.reference, encode(e.sha256, 'hex') as sha256, t.verdict, t.what, t.family, t.capabilities, t.confidence`,
        sql`from case_evidence e join artefacts a on a.evidence_id = e.id join artefact_results t on t.artefact_id = a.id where e.case_id = ${caseId} order by a.reference, t.number`,
      );
    // Who asked to be kept in confidence, or whose name is sealed, is not among them.
    case "reporters":
      return json(
        sql`r.reference, i.name, i.email, i.phone, i.organisation_name as organisation`,
        sql`${reports} join report_identities i on i.report_id = r.id and not i.is_confidential and not i.is_sealed where c.case_id = ${caseId} and not r.is_anonymous order by r.reference`,
      );
    case "summary":
      return sql`select null as value`;
  }
}

async function readField(tx: Tx, caseId: string, field: TransferField, isOpen: SQL): Promise<unknown> {
  const [row] = await tx.execute<{ value: unknown }>(queryOf(caseId, field, isOpen));
  return row?.value ?? null;
}

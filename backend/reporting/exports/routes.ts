// Every list of the desk as a table: CSV, XLSX, JSON, by the same functions that its screens ask.
import { z } from "zod";
import { listIncomingMails } from "../../coordination/index.ts";
import type { ApiKeyView, PersonView } from "../../identity/model.ts";
import { listApiKeys, listPeople } from "../../identity/index.ts";
import { type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { listFeeds, listHunts, listRules } from "../../triage/index.ts";
import { listMails } from "../list-mails.ts";
import { MailsQuery } from "../lists/model.ts";
import { LogQuery } from "../log/model.ts";
import { readLog } from "../log/read-log.ts";
import type { LogRow, MailView } from "../model.ts";
import { readHealth } from "../read-health.ts";
import { columnsOf } from "./columns.ts";
import { askExportRoute, requireSecondPerson } from "./ask-export.ts";
import { careExports } from "./care-exports.ts";
import { registerExports } from "./register-exports.ts";
import { workExports } from "./work-exports.ts";

const tag = "exports";
const path = (name: string): string => `/api/v1/desk/exports/${name}`;
const act = (name: string) => ({ kind: "act", act: name }) as const;
const Nothing = z.strictObject({});
/** A list that is answered whole. */
const whole = <Row>(rows: Row[]): { rows: Row[]; next: null } => ({ rows, next: null });

const mail = columnsOf<MailView>();
const incoming = columnsOf<Awaited<ReturnType<typeof listIncomingMails>>[number]>();
const person = columnsOf<PersonView>();
const key = columnsOf<ApiKeyView>();
const rule = columnsOf<Awaited<ReturnType<typeof listRules>>["rows"][number]>();
const feed = columnsOf<Awaited<ReturnType<typeof listFeeds>>["feeds"][number]>();
const hunt = columnsOf<Awaited<ReturnType<typeof listHunts>>["hunts"][number]>();
const row = columnsOf<LogRow>();
const job = columnsOf<Awaited<ReturnType<typeof readHealth>>["jobs"][number]>();

export const exportRoutes: RouteDeclaration[] = [
  askExportRoute("people", "person.read", Nothing),
  ...registerExports,
  ...careExports,
  ...workExports,
  exportRoute({
    path: path("mails"),
    access: act("mail.read"),
    summary: "Mails that went out or wait, as a table; addresses are masked",
    tag,
    name: "mails",
    title: "exports.list.mails",
    query: MailsQuery,
    columns: [
      mail.instant("createdAt", ({ createdAt }) => createdAt),
      mail.text("state", ({ state }) => state, "desk.mail_state."),
      mail.text("kind", ({ kind }) => kind),
      mail.text("to", ({ to }) => to),
      mail.text("reportReference", ({ reportReference }) => reportReference),
      mail.number("attempts", ({ attempts }) => attempts),
      mail.instant("sentAt", ({ sentAt }) => sentAt),
      mail.text("lastError", ({ lastError }) => lastError),
    ],
    list: async (ctx, query, cursor) => await listMails(ctx, MailsQuery.parse({ ...query, cursor, limit: 200 })),
  }),
  exportRoute({
    path: path("incoming-mails"),
    access: act("mail.read"),
    summary: "Mails that came in, as a table; addresses are masked",
    tag,
    name: "incoming-mails",
    title: "exports.list.incoming_mails",
    query: Nothing,
    columns: [
      incoming.instant("receivedAt", ({ receivedAt }) => receivedAt),
      incoming.text("kind", ({ kind }) => kind, "desk.mails.kind."),
      incoming.text("from", ({ from }) => from),
      incoming.text("reportReference", ({ reference }) => reference),
    ],
    list: async (ctx, _query, before) => {
      const rows = await listIncomingMails(ctx, { limit: 200, before });
      return { rows, next: rows.length === 200 ? (rows.at(-1)?.id ?? null) : null };
    },
  }),
  exportRoute({
    path: path("people"),
    access: act("person.read"),
    summary: "People with their roles, as a table",
    tag,
    name: "people",
    title: "exports.list.people",
    query: Nothing,
    before: async (ctx) => await requireSecondPerson(ctx, "people", {}),
    columns: [
      person.text("name", ({ name }) => name),
      person.text("email", ({ email }) => email),
      person.list("roles", ({ roles }) => roles, "identity.role."),
      person.text("organisation", ({ organisation }) => organisation?.name ?? null),
      person.number("passkeys", ({ passkeys }) => passkeys.length),
      person.instant("lastSeenAt", ({ lastSeenAt }) => lastSeenAt),
      person.instant("createdAt", ({ createdAt }) => createdAt),
      person.instant("disabledAt", ({ disabledAt }) => disabledAt),
    ],
    list: async (ctx) => whole((await listPeople(ctx)).people),
  }),
  exportRoute({
    path: path("api-keys"),
    access: act("key.change"),
    summary: "API keys without their secrets, as a table",
    tag,
    name: "api-keys",
    title: "exports.list.api_keys",
    query: Nothing,
    columns: [
      key.text("name", ({ name }) => name),
      key.text("prefix", ({ prefix }) => prefix),
      key.list("acts", ({ acts }) => acts),
      key.text("marking", ({ marking }) => marking),
      key.list("networks", ({ networks }) => networks),
      key.instant("createdAt", ({ createdAt }) => createdAt),
      key.instant("expiresAt", ({ expiresAt }) => expiresAt),
      key.instant("lastUsedAt", ({ lastUsedAt }) => lastUsedAt),
      key.instant("revokedAt", ({ revokedAt }) => revokedAt),
    ],
    list: async (ctx) => whole((await listApiKeys(ctx)).keys),
  }),
  exportRoute({
    path: path("rules"),
    access: act("rule.read"),
    summary: "Detection rules with state and record, as a table",
    tag,
    name: "rules",
    title: "exports.list.rules",
    query: Nothing,
    columns: [
      rule.text("title", ({ title }) => title),
      rule.text("kind", ({ kind }) => kind),
      rule.text("state", ({ state }) => state, "rules.state."),
      rule.text("level", ({ level }) => level, "desk.level."),
      rule.text("origin", ({ origin }) => origin, "rules.origin."),
      rule.text("pack", ({ pack }) => pack?.name ?? null),
      rule.text("author", ({ author }) => author),
      rule.text("licence", ({ licence }) => licence),
      rule.instant("stateAt", ({ stateAt }) => stateAt),
    ],
    list: async (ctx, _query, offset = "0") => {
      const { rows } = await listRules(ctx, { offset: Number(offset), limit: 500 });
      return { rows, next: rows.length === 500 ? String(Number(offset) + 500) : null };
    },
  }),
  exportRoute({
    path: path("indicator-feeds"),
    access: act("rule.read"),
    summary: "Lists of indicators, as a table",
    tag,
    name: "indicator-feeds",
    title: "exports.list.feeds",
    query: Nothing,
    columns: [
      feed.text("name", ({ name }) => name),
      feed.yes("inForce", ({ activeImport }) => activeImport !== null),
      feed.text("title", ({ imports }) => imports[0]?.title ?? null),
      feed.text("marking", ({ imports }) => imports[0]?.marking ?? null),
      feed.number("entries", ({ imports }) => imports[0]?.entries ?? null),
      feed.instant("endedAt", ({ endedAt }) => endedAt),
    ],
    list: async (ctx) => whole((await listFeeds(ctx)).feeds),
  }),
  exportRoute({
    path: path("hunts"),
    access: act("report.read"),
    summary: "Hunts through everything stored, as a table",
    tag,
    name: "hunts",
    title: "exports.list.hunts",
    query: Nothing,
    columns: [
      hunt.text("title", ({ title }) => title),
      hunt.text("kind", ({ kind }) => kind),
      hunt.text("state", ({ state }) => state, "hunts.state."),
      hunt.text("askedBy", ({ askedBy }) => askedBy),
      hunt.instant("askedAt", ({ askedAt }) => askedAt),
      hunt.number("reports", ({ reportsDone }) => reportsDone),
      hunt.number("matches", ({ matches }) => matches),
      hunt.instant("finishedAt", ({ finishedAt }) => finishedAt),
    ],
    list: async (ctx) => whole((await listHunts(ctx)).hunts),
  }),
  exportRoute({
    path: path("log"),
    access: act("log.read"),
    summary:
      "Rows of the log by who, act, object and time, as a table; the whole log with its proofs is another export",
    tag,
    name: "log",
    title: "exports.list.log",
    query: LogQuery,
    columns: [
      row.instant("at", ({ at }) => at),
      row.text("action", ({ action }) => action),
      row.text("actorKind", ({ actorKind }) => actorKind),
      row.text("actor", ({ actor, actorId }) => actor?.name ?? actorId),
      row.text("objectType", ({ objectType }) => objectType),
      row.text("objectId", ({ objectId }) => objectId),
      row.text("detail", ({ detail }) => JSON.stringify(detail)),
      row.text("leafHash", ({ leafHash }) => leafHash),
    ],
    list: async (ctx, query, cursor) => await readLog(ctx, LogQuery.parse({ ...query, cursor, limit: 200 })),
  }),
  exportRoute({
    path: path("jobs"),
    access: act("health.read"),
    summary: "Jobs that wait or fail, as a table",
    tag,
    name: "jobs",
    title: "exports.list.jobs",
    query: Nothing,
    columns: [
      job.text("name", ({ task }) => task),
      job.number("waiting", ({ waiting }) => waiting),
      job.number("failing", ({ failing }) => failing),
      job.instant("oldestAt", ({ oldestAt }) => oldestAt),
      job.text("lastError", ({ lastError }) => lastError),
    ],
    list: async (ctx) => whole((await readHealth(ctx)).jobs),
  }),
];

// The desk's work as tables: the queue in any view, and cases. What is for the team alone says only that it is there.
import type { RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { listCases } from "../list-cases.ts";
import { listQueue } from "../list-queue.ts";
import { CasesQuery, QueueQuery } from "../lists/model.ts";
import type { CaseRowView, QueueRow } from "../model.ts";
import { columnsOf } from "./columns.ts";
import { askExportRoute, plainFilter, requireSecondPerson } from "./ask-export.ts";
import { hideRed } from "./hide-red.ts";

const tag = "exports";
const report = columnsOf<QueueRow>();
const case_ = columnsOf<CaseRowView>();

export const workExports: RouteDeclaration[] = [
  askExportRoute("reports", "report.read", QueueQuery),
  askExportRoute("cases", "case.read", CasesQuery),
  exportRoute({
    path: "/api/v1/desk/exports/reports",
    access: { kind: "act", act: "report.read" },
    summary: "Reports of a view of the queue as a table, with the list's filters; a TLP:RED one says no more than that",
    tag,
    name: "reports",
    title: "exports.list.reports",
    query: QueueQuery,
    before: async (ctx, query) => await requireSecondPerson(ctx, "reports", plainFilter(QueueQuery, query)),
    columns: [
      report.text("reference", ({ reference }) => reference),
      report.text("title", ({ title }) => title),
      report.text("status", ({ status }) => status, "common.status."),
      report.text("severity", ({ severity }) => severity, "desk.level."),
      report.text("class", ({ rsitClass }) => rsitClass),
      report.text("type", ({ rsitType }) => rsitType),
      report.text("source", ({ source }) => source, "desk.source."),
      report.text("language", ({ language }) => language),
      report.instant("receivedAt", ({ receivedAt }) => receivedAt),
      report.text("assignedTo", ({ assignedTo }) => assignedTo?.name ?? null),
      report.text("caseReference", ({ caseReference }) => caseReference),
      report.number("findings", ({ findings }) => findings),
      report.list("constituents", ({ constituents }) => constituents),
    ],
    list: async (ctx, query, cursor) => {
      const { rows, next } = await listQueue(ctx, QueueQuery.parse({ ...query, cursor, limit: 200 }));
      return { rows: await hideRed(ctx, "reports", rows), next };
    },
  }),
  exportRoute({
    path: "/api/v1/desk/exports/cases",
    access: { kind: "act", act: "case.read" },
    summary: "Cases as a table, with the list's filters; a TLP:RED one says no more than that",
    tag,
    name: "cases",
    title: "exports.list.cases",
    query: CasesQuery,
    before: async (ctx, query) => await requireSecondPerson(ctx, "cases", plainFilter(CasesQuery, query)),
    columns: [
      case_.text("reference", ({ reference }) => reference),
      case_.text("title", ({ title }) => title),
      case_.text("status", ({ status }) => status, "desk.case.status."),
      case_.text("severity", ({ severity }) => severity, "desk.level."),
      case_.text("class", ({ rsitClass }) => rsitClass),
      case_.text("owner", ({ owner }) => owner?.name ?? null),
      case_.number("reports", ({ reports }) => reports),
      case_.instant("openedAt", ({ openedAt }) => openedAt),
      case_.instant("closedAt", ({ closedAt }) => closedAt),
    ],
    list: async (ctx, query, cursor) => {
      const { rows, next } = await listCases(ctx, CasesQuery.parse({ ...query, cursor, limit: 200 }));
      return { rows: await hideRed(ctx, "cases", rows), next };
    },
  }),
];

// The office's lists as tables: the same functions as the screens', so the same rows.
import { z } from "zod";
import type { RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute, type SheetColumn } from "../../platform/sheets/index.ts";
import type { ComplaintRow } from "../complaints/store.ts";
import { listComplaints } from "../complaints/read-complaints.ts";
import { listInbox } from "../inbox/handle-filing.ts";
import { InboxQuery, type InboxRow } from "../inbox/model.ts";
import { listSessions } from "../decisions/read-sessions.ts";
import type { InspectionRow } from "../inspections/store.ts";
import { listInspections } from "../inspections/read-inspection.ts";
import type { MatterRow } from "../sanctions/store.ts";
import { listMatters } from "../sanctions/read-matters.ts";
import { act, tag } from "./route-parts.ts";

type Types = "text" | "number" | "instant" | "boolean";
/** A column named as its field. */
function columnsOf<Row>(columns: readonly [key: keyof Row & string, type?: Types][]): SheetColumn<Row>[] {
  return columns.map(([key, type = "text"]) => ({
    key,
    type,
    title: `inspections.column.${key}`,
    value: (row) => {
      const value: unknown = row[key];
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
    },
  }));
}

type SessionLine = Omit<Awaited<ReturnType<typeof listSessions>>[number], "present" | "deliberations"> & {
  presentCount: number;
  deliberations: string;
};

const access = act("authority.read");
const everything = z.object({});

export const officeExportRoutes: RouteDeclaration[] = [
  exportRoute({
    path: "/api/v1/office/filings/export",
    access,
    summary: "Filings with this authority as a table",
    tag,
    name: "office-filings",
    title: "inspections.filings.title",
    query: InboxQuery,
    columns: columnsOf<InboxRow>([
      ["receiptNumber"],
      ["reference"],
      ["entity"],
      ["stage"],
      ["channel"],
      ["standing"],
      ["submittedAt", "instant"],
      ["dueAt", "instant"],
      ["lateness"],
      ["state"],
    ]),
    list: async (ctx, query) => ({ rows: await listInbox(ctx, InboxQuery.parse(query)), next: null }),
  }),
  exportRoute({
    path: "/api/v1/office/inspections/export",
    access,
    summary: "The authority's inspections as a table",
    tag,
    name: "office-inspections",
    title: "inspections.list.title",
    query: everything,
    columns: columnsOf<InspectionRow>([
      ["reference"],
      ["entity"],
      ["state"],
      ["plannedOn"],
      ["openedAt", "instant"],
      ["closedAt", "instant"],
      ["packId"],
      ["packVersion"],
    ]),
    list: async (ctx) => ({ rows: await listInspections(ctx), next: null }),
  }),
  exportRoute({
    path: "/api/v1/office/matters/export",
    access,
    summary: "The authority's notices and sanctions as a table",
    tag,
    name: "office-matters",
    title: "decisions.matters.title",
    query: everything,
    columns: columnsOf<MatterRow & { isOverdue: boolean }>([
      ["reference"],
      ["entity"],
      ["title"],
      ["state"],
      ["dueOn"],
      ["amount", "number"],
      ["currency"],
      ["paid", "number"],
      ["isReferred", "boolean"],
      ["openedAt", "instant"],
    ]),
    list: async (ctx) => ({ rows: await listMatters(ctx), next: null }),
  }),
  exportRoute({
    path: "/api/v1/office/sessions/export",
    access,
    summary: "The authority's plenary sessions as a table, with the numbers of what was adopted",
    tag,
    name: "office-sessions",
    title: "decisions.sessions.title",
    query: everything,
    columns: columnsOf<SessionLine>([
      ["reference"],
      ["heldAt", "instant"],
      ["place"],
      ["state"],
      ["items", "number"],
      ["presentCount", "number"],
      ["members", "number"],
      ["deliberations"],
    ]),
    list: async (ctx) => ({
      rows: (await listSessions(ctx)).map(({ present, deliberations, ...session }) => ({
        ...session,
        presentCount: present.length,
        deliberations: deliberations.join(", "),
      })),
      next: null,
    }),
  }),
  exportRoute({
    path: "/api/v1/office/complaints/export",
    access,
    summary: "Complaints to the authority as a table",
    tag,
    name: "office-complaints",
    title: "inspections.complaints.title",
    query: everything,
    columns: columnsOf<ComplaintRow>([
      ["reference"],
      ["respondent"],
      ["entity"],
      ["state"],
      ["outcome"],
      ["channel"],
      ["receivedAt", "instant"],
      ["decidedAt", "instant"],
    ]),
    list: async (ctx) => ({ rows: await listComplaints(ctx), next: null }),
  }),
];

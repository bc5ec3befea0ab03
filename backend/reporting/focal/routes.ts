// A focal point's reading over HTTP, with the map of areas and what the desk sees of a report's area.
import { z } from "zod";
import { exportRoute } from "../../platform/sheets/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { listFocalReports, readFocalHome } from "./list-focal.ts";
import { FocalQuery, type FocalRow, MapQuery } from "./model.ts";
import { listFocalConstituents, readFocalReport, readReportArea } from "./read-focal.ts";
import { readAreaMap } from "./read-map.ts";

const Names = z.object({ fr: z.string().optional(), en: z.string().optional(), mn: z.string().optional() });
const text = z.string();
const maybe = z.string().nullable();
const Row = z.object({
  id: text,
  reference: text,
  title: text,
  status: text,
  severity: maybe,
  rsitClass: maybe,
  areaId: text,
  areaNames: Names,
  receivedAt: text,
  waiting: z.number().int(),
});
const Entry = z.object({
  id: text,
  kind: text,
  body: text,
  proposal: z.object({ rsitClass: text, rsitType: text, severity: text }).nullable(),
  isMine: z.boolean(),
  author: z.object({ id: text, name: text }).nullable(),
  at: text,
  answer: maybe,
  outcome: maybe,
  answeredAt: maybe,
});
const Report = Row.extend({
  description: maybe,
  rsitType: maybe,
  language: text,
  occurredAt: maybe,
  isOngoing: z.boolean().nullable(),
  observables: z.array(z.object({ kind: text, value: text, role: text })),
  case: z.object({ id: text, reference: text, title: text, status: text }).nullable(),
  entries: z.array(Entry),
});
const Constituents = z.object({
  rows: z.array(
    z.object({
      id: text,
      reference: text,
      name: text,
      sector: text,
      areaNames: Names,
      contacts: z.array(z.object({ name: text, role: text, email: maybe, phone: maybe })),
    }),
  ),
});
const Home = z.object({
  areas: z.array(z.object({ id: text, parentId: maybe, level: text, names: Names, isRoot: z.boolean() })),
  counts: z.object({ open: z.number().int(), all: z.number().int(), waiting: z.number().int() }),
});
const AreaOfReport = z.object({
  areaId: maybe,
  areaNames: Names.nullable(),
  isDisplaced: z.boolean(),
  originNames: Names.nullable(),
  isOriginSealed: z.boolean(),
  entries: z.array(Entry),
});
const count = z.number().int().nullable();
const MapOfAreas = z.object({
  parent: z.object({ id: text, names: Names, parentId: maybe }).nullable(),
  kind: z.enum(["shapes", "tiles"]),
  width: z.number(),
  height: z.number(),
  isProposal: z.boolean(),
  hasCounts: z.boolean(),
  areas: z.array(
    z.object({
      id: text,
      names: Names,
      level: text,
      population: z.number().nullable(),
      path: maybe,
      tile: z.object({ column: z.number().int(), row: z.number().int() }).nullable(),
      count,
      hasParts: z.boolean(),
    }),
  ),
  elsewhere: count,
  fewest: z.number().int(),
});

const read = { kind: "act", act: "focal.read" } as const;
const tag = "focal";

export const focalReadRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/focal/home",
    access: read,
    summary: "The areas that one has charge of, and how many reports they handle",
    tag,
    response: Home,
    handle: async ({ ctx }) => await readFocalHome(ctx),
  }),
  exportRoute({
    path: "/api/v1/focal/reports/export",
    access: read,
    summary: "The reports of one's own areas as a table",
    tag,
    name: "area-reports",
    title: "areas.export.title",
    query: FocalQuery,
    columns: [
      { key: "reference", type: "text", title: "areas.column.reference", value: (row: FocalRow) => row.reference },
      { key: "receivedAt", type: "instant", title: "areas.column.received", value: (row: FocalRow) => row.receivedAt },
      { key: "area", type: "text", title: "areas.column.area", value: (row: FocalRow) => row.areaId },
      { key: "title", type: "text", title: "areas.column.title", value: (row: FocalRow) => row.title },
      { key: "severity", type: "text", title: "areas.column.severity", value: (row: FocalRow) => row.severity },
      { key: "status", type: "text", title: "areas.column.status", value: (row: FocalRow) => row.status },
    ],
    list: async (ctx, query, next) =>
      await listFocalReports(ctx, { ...query, ...(next === undefined ? {} : { cursor: next }), limit: 200 }),
  }),
  route({
    method: "get",
    path: "/api/v1/focal/reports",
    access: read,
    summary: "Reports that one's own areas handle, what matters first",
    tag,
    query: FocalQuery,
    response: z.object({ rows: z.array(Row), next: maybe }),
    handle: async ({ ctx, query }) => await listFocalReports(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/focal/reports/:reportId",
    access: read,
    summary: "One report of one's own areas, without names, mails and files",
    tag,
    response: Report,
    handle: async ({ ctx, params }) => await readFocalReport(ctx, params["reportId"] ?? ""),
  }),
  route({
    method: "get",
    path: "/api/v1/focal/constituents",
    access: read,
    summary: "Constituents of one's own areas with their contacts",
    tag,
    response: Constituents,
    handle: async ({ ctx }) => ({ rows: await listFocalConstituents(ctx) }),
  }),
  route({
    method: "get",
    path: "/api/v1/areas/map",
    access: { kind: "act", act: "area.read" },
    summary: "The parts of an area as a map, with how many of the reports that one may read each handles",
    tag: "areas",
    query: MapQuery,
    response: MapOfAreas,
    handle: async ({ ctx, query }) => await readAreaMap(ctx, query.parent),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/area",
    access: { kind: "act", act: "report.read" },
    summary: "Which area handles a report, whether its reporter had to leave home, and what focal points wrote",
    tag,
    response: AreaOfReport,
    handle: async ({ ctx, params }) => await readReportArea(ctx, params["reportId"] ?? ""),
  }),
];

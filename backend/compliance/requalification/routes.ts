// Entities of an authority's remit over HTTP: one with its classes, services and history, asking for other classes, and the register as a table.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { listEntitiesByRisk, type RiskyEntity } from "../inspections/plan-inspections.ts";
import { act, idIn, tag } from "../offices/route-parts.ts";
import { askRequalification } from "./ask-requalification.ts";
import { AskRequalification, EntityPage } from "./model.ts";
import { readEntityPage } from "./read-entity-page.ts";

const root = "/api/v1/office/entities";

export const requalificationRoutes: RouteDeclaration[] = [
  exportRoute({
    path: `${root}/export`,
    access: act("authority.read"),
    summary: "The entities that the authority's laws bind, as a table",
    tag,
    name: "entities",
    title: "yearly.entities",
    query: z.object({ text: z.string().max(200).optional() }),
    columns: [
      {
        key: "reference",
        type: "text",
        title: "inspections.column.reference",
        value: (row: RiskyEntity) => row.reference,
      },
      { key: "name", type: "text", title: "inspections.column.entity", value: (row: RiskyEntity) => row.name },
      {
        key: "sector",
        type: "text",
        title: "yearly.column.sector",
        value: (row: RiskyEntity) => row.sector,
        words: "desk.directory.sector.",
      },
      { key: "classes", type: "list", title: "yearly.column.classes", value: (row: RiskyEntity) => row.classes },
      { key: "score", type: "number", title: "inspections.column.score", value: (row: RiskyEntity) => row.score },
      {
        key: "lastInspectedOn",
        type: "text",
        title: "yearly.column.lastInspectedOn",
        value: (row: RiskyEntity) => row.lastInspectedOn,
      },
    ],
    list: async (ctx, query) => {
      const text = query["text"];
      return { rows: await listEntitiesByRisk(ctx, typeof text === "string" ? { search: text } : {}), next: null };
    },
  }),
  route({
    method: "get",
    path: `${root}/:id`,
    access: act("authority.read"),
    summary: "An entity with its classes, online services and history",
    tag,
    response: EntityPage,
    handle: async ({ ctx, params }) => await readEntityPage(ctx, idIn(params, "id", "entity")),
  }),
  route({
    method: "post",
    path: `${root}/:id/requalifications`,
    access: act("authority.work"),
    summary: "Ask the register to give an entity other classes, with the article; the desk decides",
    tag,
    body: AskRequalification,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, params, body }) => await askRequalification(ctx, idIn(params, "id", "entity"), body),
  }),
];

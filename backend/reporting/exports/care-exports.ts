// Further lists of the register as tables: disputes over networks, fraud desks, critical functions.
import { z } from "zod";
import type { RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { listDisputes, listFunctions, listPartners } from "../../registry/index.ts";
import { columnsOf } from "./columns.ts";

const tag = "exports";
const path = (name: string): string => `/api/v1/desk/exports/${name}`;
const access = { kind: "act", act: "registry.read" } as const;
const query = z.strictObject({});

const dispute = columnsOf<Awaited<ReturnType<typeof listDisputes>>["rows"][number]>();
const partner = columnsOf<Awaited<ReturnType<typeof listPartners>>[number]>();
const task = columnsOf<Awaited<ReturnType<typeof listFunctions>>[number]>();

export const careExports: RouteDeclaration[] = [
  exportRoute({
    path: path("disputes"),
    access,
    summary: "Disputes over network claims as a table",
    tag,
    name: "disputes",
    title: "exports.list.disputes",
    query,
    columns: [
      dispute.text("reference", ({ reference }) => reference),
      dispute.text("kind", ({ kind }) => kind, "desk.directory.kind."),
      dispute.text("value", ({ value }) => value),
      dispute.text("standing", ({ standingName }) => standingName),
      dispute.text("challenger", ({ challengerName }) => challengerName),
      dispute.text("state", ({ state }) => state),
      dispute.instant("openedAt", ({ openedAt }) => openedAt),
      dispute.instant("closedAt", ({ settledAt }) => settledAt),
      dispute.number("statements", ({ statements }) => statements),
    ],
    list: async (ctx) => ({ ...(await listDisputes(ctx)), next: null }),
  }),
  exportRoute({
    path: path("fraud-desks"),
    access,
    summary: "Fraud desks of banks and operators as a table, with how quickly they answer",
    tag,
    name: "fraud-desks",
    title: "exports.list.fraud_desks",
    query,
    columns: [
      partner.text("constituent", ({ constituent }) => constituent.name),
      partner.text("kind", ({ kind }) => kind, "partners.kind."),
      partner.text("name", ({ contactName }) => contactName),
      partner.text("email", ({ email }) => email),
      partner.text("phone", ({ phone }) => phone),
      partner.text("hours", ({ hours }) => hours),
      partner.number("promisedMinutes", ({ answerMinutes }) => answerMinutes),
      partner.number("medianMinutes", ({ medianMinutes }) => medianMinutes),
      partner.number("requests", ({ requests }) => requests),
      partner.number("inTime", ({ inTime }) => inTime),
    ],
    list: async (ctx) => ({ rows: await listPartners(ctx), next: null }),
  }),
  exportRoute({
    path: path("functions"),
    access,
    summary: "The nation's critical functions as a table, with who performs them",
    tag,
    name: "functions",
    title: "exports.list.functions",
    query,
    columns: [
      task.text("reference", ({ code }) => code),
      task.text("nameFr", ({ names }) => names["fr"] ?? null),
      task.text("nameEn", ({ names }) => names["en"] ?? null),
      task.text("nameMn", ({ names }) => names["mn"] ?? null),
      task.text("sector", ({ sector }) => sector, "desk.directory.sector."),
      task.list("constituents", ({ performers }) => performers.map(({ name }) => name)),
      task.text("source", ({ source }) => source),
    ],
    list: async (ctx) => ({ rows: await listFunctions(ctx), next: null }),
  }),
];

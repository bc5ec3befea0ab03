// Services online over HTTP: for the desk, and those of the administration for everybody.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { exportRoute, type SheetColumn } from "../../platform/sheets/index.ts";
import { idOf } from "../id-of.ts";
import { addService } from "./add-service.ts";
import { changeService } from "./change-service.ts";
import {
  AddService,
  ChangeService,
  PublicService,
  RecordCompliance,
  ServiceCounts,
  ServicesQuery,
  ServiceView,
} from "./model.ts";
import { listPublicServices, listServices } from "./read-services.ts";
import { recordCompliance } from "./record-compliance.ts";

const change = { kind: "act", act: "registry.change" } as const;
const tag = "registry";

const column = (key: string, value: (row: ServiceView) => string | null): SheetColumn<ServiceView> => ({
  key,
  type: "text",
  title: `register.service.column.${key}`,
  value,
});

export const serviceRoutes: RouteDeclaration[] = [
  exportRoute({
    path: "/api/v1/registry/services/export",
    access: { kind: "act", act: "registry.read" },
    summary: "Services that are online as a table",
    tag,
    name: "online-services",
    title: "register.service.title",
    query: ServicesQuery,
    columns: [
      column("name", (row) => row.name),
      column("provider", (row) => row.provider),
      column("url", (row) => row.url),
      column("kind", (row) => row.kind),
      column("audience", (row) => row.audience),
      column("since", (row) => row.since),
      {
        key: "compliance",
        type: "list",
        title: "register.service.column.compliance",
        value: (row: ServiceView) => row.compliance.map((one) => `${one.instrument}: ${one.state} (${one.asOf})`),
      },
    ],
    list: async (ctx, query, next) =>
      await listServices(ctx, { ...query, ...(next === undefined ? {} : { cursor: next }), limit: 200 }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/services",
    access: { kind: "act", act: "registry.read" },
    summary: "Services that are online, by name, with their compliance and how many there are",
    tag,
    query: ServicesQuery,
    response: z.object({ rows: z.array(ServiceView), next: z.string().nullable(), counts: ServiceCounts }),
    handle: async ({ ctx, query }) => await listServices(ctx, query),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/services",
    access: change,
    summary: "Add a service that a constituent offers online",
    tag,
    body: AddService,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addService(ctx, body),
  }),
  route({
    method: "patch",
    path: "/api/v1/registry/services/:serviceId",
    access: change,
    summary: "Change a service, or say since when it is offered no longer",
    tag,
    body: ChangeService.omit({ serviceId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await changeService(ctx, { ...body, serviceId: idOf(params, "serviceId", "service") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/services/:serviceId/compliance",
    access: change,
    summary: "Write down how a service stands with an instrument of law on a day",
    tag,
    body: RecordCompliance.omit({ serviceId: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await recordCompliance(ctx, { ...body, serviceId: idOf(params, "serviceId", "service") }),
  }),
  route({
    method: "get",
    path: "/api/v1/public/services",
    access: { kind: "public", why: "which services of the administration are online is for everybody" },
    summary: "Services of the administration that are online",
    tag: "public",
    response: z.object({ count: z.number().int(), rows: z.array(PublicService) }),
    handle: async ({ ctx }) => {
      const rows = await listPublicServices(ctx);
      return { count: rows.length, rows };
    },
  }),
];

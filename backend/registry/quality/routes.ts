// The register's quality over HTTP: the page, contact tests, merges with undo, the day's figures as a table.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { askContact, changeQualitySettings, handleAnswer } from "./contact-tests.ts";
import { keepApart, mergeConstituents, undoMerge } from "./merge-constituents.ts";
import {
  AskContact,
  type Figures,
  HandleAnswer,
  MergeConstituents,
  NotDuplicates,
  QualityPage,
  QualitySettings,
} from "./model.ts";
import { listQualityDays, readQuality } from "./read-quality.ts";

const root = "/api/v1/registry";
const tag = "registry";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

interface Day {
  day: string;
  figures: Figures;
}
const v4 = ({ figures }: Day) => figures.addresses.find(({ version }) => version === 4);

export const qualityRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/quality`,
    access: act("registry.read"),
    summary: "How good the register is: coverage, contacts, stale claims, possible duplicates, merges",
    tag,
    response: QualityPage,
    handle: async ({ ctx }) => await readQuality(ctx),
  }),
  exportRoute({
    path: `${root}/quality/export`,
    access: act("registry.read"),
    summary: "Each day's figures as a table",
    tag,
    name: "register-quality",
    title: "exports.list.quality",
    query: z.strictObject({}),
    columns: [
      { key: "day", type: "text", title: "exports.column.day", value: ({ day }: Day) => day },
      {
        key: "constituents",
        type: "number",
        title: "quality.column.constituents",
        value: ({ figures }: Day) => figures.constituents.total,
      },
      {
        key: "reachablePercent",
        type: "number",
        title: "quality.column.reachable",
        value: ({ figures: { constituents: c } }: Day) => percent(c.reachable, c.total),
      },
      {
        key: "answeringPercent",
        type: "number",
        title: "quality.column.answering",
        value: ({ figures: { constituents: c } }: Day) => percent(c.answering, c.total),
      },
      {
        key: "addressesAnsweringPercent",
        type: "number",
        title: "quality.column.addresses",
        value: (day: Day) => percent(v4(day)?.answering ?? 0, v4(day)?.total ?? 0),
      },
      {
        key: "unreachableContacts",
        type: "number",
        title: "quality.column.unreachable",
        value: ({ figures }: Day) => figures.unreachableContacts,
      },
      {
        key: "staleClaims",
        type: "number",
        title: "quality.column.stale",
        value: ({ figures }: Day) => figures.staleClaims,
      },
      {
        key: "duplicates",
        type: "number",
        title: "quality.column.duplicates",
        value: ({ figures }: Day) => figures.duplicates,
      },
    ],
    list: async (ctx) => ({ rows: await listQualityDays(ctx), next: null }),
  }),
  route({
    method: "put",
    path: `${root}/quality/settings`,
    access: act("registry.settings"),
    summary: "How many days lie between two questions to one contact",
    tag,
    body: QualitySettings,
    handle: async ({ ctx, body }) => await changeQualitySettings(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/contact-tests`,
    access: act("registry.change"),
    summary: "Ask a contact now whether what the register says is right",
    tag,
    body: AskContact,
    handle: async ({ ctx, body }) => await askContact(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/contact-tests/:testId/handle`,
    access: act("registry.change"),
    summary: "Take over what a contact answered, or leave it",
    tag,
    body: HandleAnswer,
    handle: async ({ ctx, body, params }) => await handleAnswer(ctx, params["testId"] ?? "", body),
  }),
  route({
    method: "post",
    path: `${root}/merges`,
    access: act("registry.change"),
    summary: "Make two entries one: contacts, networks, services and people follow",
    tag,
    body: MergeConstituents,
    response: z.object({ id: z.string(), moved: z.number(), left: z.number() }),
    status: 201,
    handle: async ({ ctx, body }) => await mergeConstituents(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/merges/:mergeId/undo`,
    access: act("registry.change"),
    summary: "Take a merge back exactly; refused when something was changed since",
    tag,
    handle: async ({ ctx, params }) => await undoMerge(ctx, params["mergeId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${root}/not-duplicates`,
    access: act("registry.change"),
    summary: "Remember that two entries are not one",
    tag,
    body: NotDuplicates,
    handle: async ({ ctx, body }) => await keepApart(ctx, body),
  }),
];

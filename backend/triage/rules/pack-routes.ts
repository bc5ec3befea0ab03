// Packs of others' rules and the allow-list over HTTP.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { addAllowEntry, changeAllowEntry, endAllowEntry, listAllowEntries } from "./allow-list.ts";
import * as requests from "./requests/model.ts";
import { acceptImport } from "./packs/accept-import.ts";
import { askImport } from "./packs/ask-import.ts";
import { approvePack, askPackPublication, refusePack } from "./packs/publish-pack.ts";
import { listPacks, readImportView, readPackView } from "./packs/read-packs.ts";
import { idIn } from "./routes.ts";
import { startPackTrial } from "./start-trial.ts";

const packs = "/api/v1/rule-packs";
const pack = `${packs}/:packId`;
const imports = "/api/v1/rule-imports";
const entries = "/api/v1/allow-entries";
const tag = "rules";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const packIn = (params: Record<string, string>): string => idIn(params, "packId", "pack");
const importIn = (params: Record<string, string>): string => idIn(params, "importId", "import");
const entryIn = (params: Record<string, string>): string => idIn(params, "entryId", "entry of the allow-list");

export const packRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: imports,
    access: act("rule.write"),
    summary: "Bring in a pack of rules to look at: an archive or single files, as multipart form data",
    tag,
    rawBody: ["multipart/form-data"],
    status: 202,
    handle: async ({ ctx, c }) => c.json(await askImport(ctx, c.req.raw), 202),
  }),
  route({
    method: "get",
    path: `${imports}/:importId`,
    access: act("rule.read"),
    summary: "What an import holds, item by item, before it is taken",
    tag,
    handle: async ({ ctx, params }) => await readImportView(ctx, importIn(params)),
  }),
  route({
    method: "post",
    path: `${imports}/:importId/accept`,
    access: act("rule.write"),
    summary: "Take an import's rules into test, with the pack's licence and author",
    tag,
    body: requests.AcceptImport,
    status: 201,
    handle: async ({ ctx, body, params }) => await acceptImport(ctx, importIn(params), body),
  }),
  route({
    method: "get",
    path: packs,
    access: act("rule.read"),
    summary: "Packs that were brought in",
    tag,
    handle: async ({ ctx }) => await listPacks(ctx),
  }),
  route({
    method: "get",
    path: pack,
    access: act("rule.read"),
    summary: "One pack with its licence, author and the states of its rules",
    tag,
    handle: async ({ ctx, params }) => await readPackView(ctx, packIn(params)),
  }),
  route({
    method: "post",
    path: `${pack}/trials`,
    access: act("rule.write"),
    summary: "Back-test all rules of a pack that are in test",
    tag,
    body: requests.StartPackTrial,
    status: 201,
    handle: async ({ ctx, body, params }) => await startPackTrial(ctx, packIn(params), body),
  }),
  route({
    method: "post",
    path: `${pack}/publication`,
    access: act("rule.write"),
    summary: "Ask for all rules of a pack that passed their gates to be published",
    tag,
    body: requests.AskPackPublication,
    status: 201,
    handle: async ({ ctx, body, params }) => await askPackPublication(ctx, packIn(params), body),
  }),
  route({
    method: "post",
    path: `${pack}/publication/approve`,
    access: act("rule.approve"),
    summary: "Approve what waits of a pack; asks for a fresh assertion",
    tag,
    handle: async ({ ctx, params }) => await approvePack(ctx, packIn(params)),
  }),
  route({
    method: "post",
    path: `${pack}/publication/refuse`,
    access: act("rule.write"),
    summary: "Refuse what waits of a pack, or take it back",
    tag,
    body: requests.RefusePack,
    handle: async ({ ctx, body, params }) => await refusePack(ctx, packIn(params), body),
  }),
  route({
    method: "get",
    path: entries,
    access: act("rule.read"),
    summary: "The allow-list",
    tag,
    handle: async ({ ctx }) => await listAllowEntries(ctx),
  }),
  route({
    method: "post",
    path: entries,
    access: act("rule.write"),
    summary: "Add an entry to the allow-list, with its reason, owner and end",
    tag,
    body: requests.AddAllowEntry,
    status: 201,
    handle: async ({ ctx, body }) => await addAllowEntry(ctx, body),
  }),
  route({
    method: "patch",
    path: `${entries}/:entryId`,
    access: act("rule.write"),
    summary: "Change an entry's reason, owner or end",
    tag,
    body: requests.ChangeAllowEntry,
    handle: async ({ ctx, body, params }) => await changeAllowEntry(ctx, entryIn(params), body),
  }),
  route({
    method: "post",
    path: `${entries}/:entryId/end`,
    access: act("rule.write"),
    summary: "End an entry",
    tag,
    body: requests.EndAllowEntry,
    handle: async ({ ctx, body, params }) => await endAllowEntry(ctx, entryIn(params), body),
  }),
];

// The life of rules over HTTP: each route names its permission, takes a strict body, and calls one verb.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { approvePublication, refusePublication } from "./approve-publication.ts";
import { askPublication } from "./ask-publication.ts";
import { beginDraft, discardDraft, editDraft } from "./change-draft.ts";
import { checkText } from "./check-text.ts";
import { createRule } from "./create-rule.ts";
import { listRules } from "./list-rules.ts";
import * as requests from "./requests/model.ts";
import { publishAlone } from "./publish-alone.ts";
import { readRulePage, readVersion } from "./read-rule.ts";
import { readTrial } from "./read-trial.ts";
import { cancelTrial, startTrial } from "./start-trial.ts";
import { stopRule } from "./stop-rule.ts";
import { submitRule } from "./submit-rule.ts";

const root = "/api/v1/rules";
const one = `${root}/:ruleId`;
const tag = "rules";
const act = (name: string) => ({ kind: "act", act: name }) as const;

/** An identifier from the address; one that is no identifier names nothing. */
export function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const ruleIn = (params: Record<string, string>): string => idIn(params, "ruleId", "rule");
const trialIn = (params: Record<string, string>): string => idIn(params, "trialId", "back-test");

function versionIn(params: Record<string, string>): number {
  const text = params["version"] ?? "";
  if (!/^[1-9]\d{0,6}$/.test(text)) throw notFound("version of this rule");
  return Number(text);
}

export const ruleRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: act("rule.read"),
    summary: "Every rule with its state, record and cost",
    tag,
    query: requests.ListRules,
    handle: async ({ ctx, query }) => await listRules(ctx, query),
  }),
  route({
    method: "post",
    path: root,
    access: act("rule.write"),
    summary: "Begin a rule as a draft",
    tag,
    body: requests.CreateRule,
    status: 201,
    handle: async ({ ctx, body }) => await createRule(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/check`,
    access: act("rule.write"),
    summary: "Check a rule's text: what is wrong, where, and what it calls itself",
    tag,
    body: requests.CheckSource,
    handle: async ({ ctx, body }) => await Promise.resolve(checkText(ctx, body)),
  }),
  route({
    method: "get",
    path: one,
    access: act("rule.read"),
    summary: "A rule with its draft, versions, gates, publications and back-tests",
    tag,
    handle: async ({ ctx, params }) => await readRulePage(ctx, ruleIn(params)),
  }),
  route({
    method: "get",
    path: `${one}/versions/:version`,
    access: act("rule.read"),
    summary: "One version with its text and samples",
    tag,
    handle: async ({ ctx, params }) => await readVersion(ctx, ruleIn(params), versionIn(params)),
  }),
  route({
    method: "post",
    path: `${one}/draft`,
    access: act("rule.write"),
    summary: "Begin a new version from an earlier one",
    tag,
    body: requests.BeginDraft,
    status: 201,
    handle: async ({ ctx, body, params }) => await beginDraft(ctx, ruleIn(params), body),
  }),
  route({
    method: "put",
    path: `${one}/draft`,
    access: act("rule.write"),
    summary: "Save the draft",
    tag,
    body: requests.EditDraft,
    handle: async ({ ctx, body, params }) => await editDraft(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/draft/discard`,
    access: act("rule.write"),
    summary: "Throw the draft away",
    tag,
    body: requests.OnDraft,
    handle: async ({ ctx, body, params }) => await discardDraft(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/submit`,
    access: act("rule.write"),
    summary: "Put the draft to the test: it becomes a version for good and its samples are run",
    tag,
    body: requests.OnDraft,
    status: 201,
    handle: async ({ ctx, body, params }) => await submitRule(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/trials`,
    access: act("rule.write"),
    summary: "Back-test a version over what is stored",
    tag,
    body: requests.StartTrial,
    status: 201,
    handle: async ({ ctx, body, params }) => await startTrial(ctx, ruleIn(params), body),
  }),
  route({
    method: "get",
    path: "/api/v1/rule-trials/:trialId",
    access: act("rule.read"),
    summary: "A back-test's progress, and what would have fired",
    tag,
    handle: async ({ ctx, params }) => await readTrial(ctx, trialIn(params)),
  }),
  route({
    method: "post",
    path: "/api/v1/rule-trials/:trialId/cancel",
    access: act("rule.write"),
    summary: "Cancel a back-test",
    tag,
    handle: async ({ ctx, params }) => await cancelTrial(ctx, trialIn(params)),
  }),
  route({
    method: "post",
    path: `${one}/publication`,
    access: act("rule.write"),
    summary: "Ask for a version to be published; another person approves it",
    tag,
    body: requests.AskPublication,
    status: 201,
    handle: async ({ ctx, body, params }) => await askPublication(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/publication/approve`,
    access: act("rule.approve"),
    summary: "Approve a publication, or countersign the on-call's; asks for a fresh assertion",
    tag,
    body: requests.ApprovePublication,
    handle: async ({ ctx, body, params }) => await approvePublication(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/publication/refuse`,
    access: act("rule.write"),
    summary: "Refuse a publication that waits, or take it back",
    tag,
    body: requests.RefusePublication,
    handle: async ({ ctx, body, params }) => await refusePublication(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/publication/alone`,
    access: act("rule.publish_alone"),
    summary: "Publish alone for 24 hours, as the on-call; asks for a fresh assertion",
    tag,
    body: requests.PublishAlone,
    status: 201,
    handle: async ({ ctx, body, params }) => await publishAlone(ctx, ruleIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/quarantine`,
    access: act("rule.write"),
    summary: "Take a rule out of force until it is looked into",
    tag,
    body: requests.StopRule,
    handle: async ({ ctx, body, params }) => await stopRule(ctx, ruleIn(params), "quarantined", body),
  }),
  route({
    method: "post",
    path: `${one}/retire`,
    access: act("rule.write"),
    summary: "Retire a rule",
    tag,
    body: requests.StopRule,
    handle: async ({ ctx, body, params }) => await stopRule(ctx, ruleIn(params), "retired", body),
  }),
];

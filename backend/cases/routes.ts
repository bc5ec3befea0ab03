// The desk's acts over HTTP: each route names its permission, takes a strict body, and calls one verb.
import { notFound } from "../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { isId } from "../platform/ids/index.ts";
import { addNote } from "./add-note.ts";
import { assignReport } from "./assign-report.ts";
import { changeAssessment } from "./change-assessment.ts";
import { changeCase } from "./change-case.ts";
import { closeCase } from "./close-case.ts";
import { closeReport, rejectReport } from "./end-report.ts";
import { joinReport } from "./join-report.ts";
import { judgeFinding } from "./judge-finding.ts";
import { leaveReport } from "./leave-report.ts";
import * as model from "./model.ts";
import { openCase } from "./open-case.ts";
import { reopenCase } from "./reopen-case.ts";
import { reopenReport } from "./reopen-report.ts";
import { addReportNote, AddReportNote } from "./notes/add-report-note.ts";
import { snoozeReport } from "./snooze-report.ts";

const report = "/api/v1/desk/reports/:reportId";
const oneCase = "/api/v1/desk/cases/:caseId";
const act = (name: string) => ({ kind: "act", act: name }) as const;

/** An identifier from the address; one that is no identifier names nothing. */
function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const reportIn = (params: Record<string, string>): string => idIn(params, "reportId", "report");
const caseIn = (params: Record<string, string>): string => idIn(params, "caseId", "case");

export const casesRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: `${report}/assign`,
    access: act("report.assign"),
    summary: "Give a report to somebody, or to nobody",
    tag: "desk",
    body: model.AssignReport.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await assignReport(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/snooze`,
    access: act("report.assign"),
    summary: "Let a report sleep until an instant, an answer or more like it; null wakes it",
    tag: "desk",
    body: model.SnoozeReport.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await snoozeReport(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/notes`,
    access: act("report.assess"),
    summary: "Add an internal note to a report",
    tag: "desk",
    body: AddReportNote.omit({ reportId: true }),
    status: 201,
    handle: async ({ ctx, body, params }) => await addReportNote(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/reject`,
    access: act("report.close"),
    summary: "Reject a report with a reason",
    tag: "desk",
    body: model.RejectReport.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await rejectReport(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/close`,
    access: act("report.close"),
    summary: "Close a report outside a case, with a reason",
    tag: "desk",
    body: model.CloseReport.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await closeReport(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/reopen`,
    access: act("report.close"),
    summary: "Take a rejected or closed report back into the queue",
    tag: "desk",
    body: model.ReopenReport.omit({ reportId: true }),
    handle: async ({ ctx, params }) => await reopenReport(ctx, { reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${report}/assessment`,
    access: act("report.assess"),
    summary: "Change the assessment with a reason; both are kept",
    tag: "desk",
    body: model.ChangeAssessment.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await changeAssessment(ctx, { ...body, reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/findings/:findingId/verdict",
    access: act("finding.judge"),
    summary: "Say whether a rule was right here",
    tag: "desk",
    body: model.JudgeFinding.omit({ findingId: true }),
    handle: async ({ ctx, body, params }) =>
      await judgeFinding(ctx, { ...body, findingId: idIn(params, "findingId", "finding") }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/cases",
    access: act("case.open"),
    summary: "Open a case from one or more reports",
    tag: "desk",
    body: model.OpenCase,
    status: 201,
    handle: async ({ ctx, body }) => await openCase(ctx, body),
  }),
  route({
    method: "patch",
    path: oneCase,
    access: act("case.change"),
    summary: "Change a case's title, severity, owner or state",
    tag: "desk",
    body: model.ChangeCase.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) => await changeCase(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/reports`,
    access: act("case.join"),
    summary: "Join a report to a case",
    tag: "desk",
    body: model.JoinReport.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) => await joinReport(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/reports/:reportId/leave`,
    access: act("case.join"),
    summary: "Take a report out of a case, with a reason",
    tag: "desk",
    body: model.LeaveReport.omit({ caseId: true, reportId: true }),
    handle: async ({ ctx, body, params }) =>
      await leaveReport(ctx, { ...body, caseId: caseIn(params), reportId: reportIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/notes`,
    access: act("case.change"),
    summary: "Add an internal note",
    tag: "desk",
    body: model.AddNote.omit({ caseId: true }),
    status: 201,
    handle: async ({ ctx, body, params }) => await addNote(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/close`,
    access: act("case.close"),
    summary: "Close a case with an outcome and a reason",
    tag: "desk",
    body: model.CloseCase.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) => await closeCase(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/reopen`,
    access: act("case.close"),
    summary: "Open a closed case again",
    tag: "desk",
    body: model.ReopenCase.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) => await reopenCase(ctx, { ...body, caseId: caseIn(params) }),
  }),
];

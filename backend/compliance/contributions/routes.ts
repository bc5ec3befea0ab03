// Contributions over HTTP: an entity's own accounts and declarations; the authority's years, payers and fund.
import { z } from "zod";
import type { Context } from "../../platform/context/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { wordsLanguages } from "../../platform/words/index.ts";
import { declareContribution, declareOnPaper } from "./declare.ts";
import {
  assessPayer,
  recordPayment,
  recordRecommendation,
  recordSpending,
  strikePayment,
  strikeSpending,
} from "./keep-money.ts";
import { openYear, remindPayer, setDue } from "./keep-years.ts";
import {
  AccountView,
  Assess,
  Declare,
  DeclareOnPaper,
  FundView,
  OpenYear,
  type PayerView,
  Recommend,
  RecordPayment,
  Remind,
  SetDue,
  Spend,
  StrikePayment,
} from "./model.ts";
import { printDeclaration } from "./print-declaration.ts";
import { publishAccount } from "./publish-account.ts";
import { readFund, readOwnAccounts } from "./read-contributions.ts";

const own = "/api/v1/contributions";
const fund = "/api/v1/fund";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const Added = z.object({ id: z.string() });
const Declared = z.object({ id: z.string(), receiptNumber: z.string(), amount: z.string(), isLate: z.boolean() });
const Year = z.coerce
  .number({ error: "Expected a year such as 2026." })
  .int()
  .min(2000, "Expected a year from 2000 on.")
  .max(2200, "Expected a year up to 2200.");

/** @throws AppError not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(name.replace(/Id$/, ""));
  return id;
}

const ofYear = (
  name: string,
  summary: string,
  body: z.ZodType,
  response: z.ZodType | undefined,
  run: (ctx: Context, yearId: string, input: unknown) => Promise<unknown>,
): RouteDeclaration =>
  route({
    method: "post",
    path: `${fund}/years/:yearId/${name}`,
    access: act("fund.change"),
    summary,
    tag: "fund",
    body,
    ...(response ? { response, status: 201 } : {}),
    handle: async ({ ctx, params, body: said }) => await run(ctx, idOf(params, "yearId"), said),
  });

export const contributionRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: own,
    access: act("contribution.read"),
    summary: "The own entity's contributions: what the law asks, what was declared, paid, and is in arrears",
    tag: "contributions",
    response: z.object({ accounts: z.array(AccountView) }),
    handle: async ({ ctx }) => ({ accounts: await readOwnAccounts(ctx) }),
  }),
  route({
    method: "post",
    path: `${own}/years/:yearId/declarations`,
    access: act("contribution.declare"),
    summary: "Declare the base of a year; the levy follows from the law's rate",
    tag: "contributions",
    body: Declare,
    response: Declared,
    status: 201,
    handle: async ({ ctx, params, body }) => await declareContribution(ctx, idOf(params, "yearId"), body),
  }),
  route({
    method: "get",
    path: `${own}/declarations/:declarationId/receipt`,
    access: act("contribution.read"),
    summary: "The receipt of a declaration as PDF",
    tag: "contributions",
    query: z.strictObject({
      language: z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr"),
    }),
    handle: async ({ ctx, params, query }) => {
      const { name, bytes } = await printDeclaration(ctx, idOf(params, "declarationId"), query.language);
      return new Response(new Uint8Array(bytes), {
        headers: {
          "content-type": "application/pdf",
          "content-disposition": `attachment; filename="${name}"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
  route({
    method: "get",
    path: fund,
    access: act("fund.read"),
    summary: "The authority's contributions of a year with every payer, its spending, its board's recommendations",
    tag: "fund",
    query: z.strictObject({ year: Year }),
    response: FundView,
    handle: async ({ ctx, query }) => await readFund(ctx, query.year),
  }),
  exportRoute({
    path: `${fund}/payers/export`,
    access: act("fund.read"),
    summary: "The payers of a year as a sheet",
    tag: "fund",
    name: "payers",
    title: "contributions.payers",
    query: z.object({ year: Year }),
    columns: [
      { key: "reference", type: "text", title: "contributions.reference", value: (row: PayerView) => row.reference },
      { key: "name", type: "text", title: "contributions.entity", value: (row: PayerView) => row.name },
      { key: "because", type: "list", title: "contributions.because", value: (row: PayerView) => row.because },
      { key: "state", type: "text", title: "contributions.state", value: (row: PayerView) => row.state },
      { key: "owed", type: "text", title: "contributions.owed", value: (row: PayerView) => row.owed },
      { key: "paid", type: "text", title: "contributions.paid", value: (row: PayerView) => row.paid },
      { key: "arrears", type: "text", title: "contributions.arrears", value: (row: PayerView) => row.arrears },
      { key: "isLate", type: "boolean", title: "contributions.late", value: (row: PayerView) => row.isLate },
    ],
    list: async (ctx, query) => ({
      rows: (await readFund(ctx, Number(query["year"]))).years.flatMap((one) => one.payers),
      next: null,
    }),
  }),
  route({
    method: "post",
    path: `${fund}/years`,
    access: act("fund.change"),
    summary: "Open a year of a contribution",
    tag: "fund",
    body: OpenYear,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await openYear(ctx, body),
  }),
  ofYear("due", "Set the day of a year by a decision", SetDue, z.object({ version: z.number().int() }), setDue),
  ofYear("reminders", "Remind a payer to declare or to pay", Remind, undefined, remindPayer),
  ofYear("assessments", "Assess what a payer owes that declared nothing", Assess, Added, assessPayer),
  ofYear("payments", "Record a payment", RecordPayment, Added, recordPayment),
  ofYear("declarations", "Enter a declaration that came on paper", DeclareOnPaper, Declared, declareOnPaper),
  route({
    method: "post",
    path: `${fund}/payments/:paymentId/strike`,
    access: act("fund.change"),
    summary: "Strike out a payment that was entered by mistake",
    tag: "fund",
    body: StrikePayment,
    handle: async ({ ctx, params, body }) => await strikePayment(ctx, idOf(params, "paymentId"), body),
  }),
  route({
    method: "post",
    path: `${fund}/spendings`,
    access: act("fund.change"),
    summary: "Record what the fund spent on a project",
    tag: "fund",
    body: Spend,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await recordSpending(ctx, body),
  }),
  route({
    method: "post",
    path: `${fund}/spendings/:spendingId/strike`,
    access: act("fund.change"),
    summary: "Strike out a spending that was entered by mistake",
    tag: "fund",
    handle: async ({ ctx, params }) => await strikeSpending(ctx, idOf(params, "spendingId")),
  }),
  route({
    method: "post",
    path: `${fund}/recommendations`,
    access: act("fund.change"),
    summary: "Record what the supervisory board recommends, with its votes",
    tag: "fund",
    body: Recommend,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await recordRecommendation(ctx, body),
  }),
  route({
    method: "post",
    path: `${fund}/accounts/:year/publish`,
    access: act("fund.publish"),
    summary: "Publish the fund's account of a year: sums, projects, recommendations; no payer by name",
    tag: "fund",
    response: z.object({ sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, params }) => {
      const year = params["year"] ?? "";
      if (!/^2[01]\d\d$/.test(year)) throw notFound("year");
      return await publishAccount(ctx, Number(year));
    },
  }),
];

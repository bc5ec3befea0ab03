// Paper receipts over HTTP, for the desk: ranges are printed and followed, slips found and keyed in.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { findSlip, keyIn } from "./key-in.ts";
import { FindSlip, KeyIn, MoveRange, PrintRange, RangePage, RangeView, SlipView } from "./model.ts";
import { moveRange, printRange } from "./print-range.ts";
import { listRanges, readRange } from "./read-ranges.ts";

const tag = "paper";
const root = "/api/v1/paper/ranges";
const use = { kind: "act", act: "paper.key_in" } as const;
const keep = { kind: "act", act: "paper.keep" } as const;

export const paperRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: use,
    summary: "Ranges of paper receipts",
    tag,
    response: z.object({ ranges: z.array(RangeView) }),
    handle: async ({ ctx }) => ({ ranges: await listRanges(ctx) }),
  }),
  route({
    method: "post",
    path: root,
    access: keep,
    summary: "Print a range of paper receipts: the sheets as PDF, given this once",
    tag,
    body: PrintRange,
    handle: async ({ ctx, body }) => {
      const { number, pdf } = await printRange(ctx, body);
      return new Response(new Uint8Array(pdf), {
        status: 201,
        headers: {
          "content-type": "application/pdf",
          "content-disposition": `attachment; filename="${number}.pdf"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
  route({
    method: "get",
    path: `${root}/:rangeId`,
    access: use,
    summary: "One range with its slips and the reports that came of them",
    tag,
    response: RangePage,
    handle: async ({ ctx, params }) => await readRange(ctx, params["rangeId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${root}/:rangeId/state`,
    access: keep,
    summary: "Say that a range is in use, came back, or is void",
    tag,
    body: MoveRange,
    handle: async ({ ctx, body, params }) => await moveRange(ctx, params["rangeId"] ?? "", body),
  }),
  route({
    method: "post",
    path: "/api/v1/paper/slips/find",
    access: use,
    summary: "Which slip a number means",
    tag,
    body: FindSlip,
    response: SlipView,
    handle: async ({ ctx, body }) => await findSlip(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/paper/slips",
    access: use,
    summary: "Key in what was written on a slip's sheet, with the time on the paper",
    tag,
    body: KeyIn,
    response: z.object({ reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await keyIn(ctx, body),
  }),
];

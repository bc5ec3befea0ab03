// The text of pictures over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { readPictureTexts } from "./read-texts.ts";

const Picture = z.object({
  id: z.string(),
  part: z.string(),
  text: z.string(),
  confidence: z.number(),
  width: z.number(),
  height: z.number(),
  problem: z.string().nullable(),
});

export const pictureRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/pictures",
    access: { kind: "act", act: "report.read" },
    summary: "What was read from the pictures of a report, and what could not be",
    tag: "reports",
    response: z.object({ pictures: z.array(Picture), isReading: z.boolean() }),
    handle: async ({ ctx, params }) => {
      const reportId = params["reportId"] ?? "";
      if (!isId(reportId)) throw notFound("report");
      return await readPictureTexts(ctx, reportId);
    },
  }),
];

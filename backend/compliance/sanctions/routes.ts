// Matters over HTTP, for both sides: the ladder from the notice to the appeal, letters, the bundle for the prosecutor.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { Made } from "../offices/answers/model.ts";
import { MatterAnswer, MattersAnswer, MatterStepAnswer } from "./answers/model.ts";
import { act, idIn, pdfResponse, tag } from "../offices/route-parts.ts";
import { bundleReferral } from "./bundle-referral.ts";
import { EntityStep, OfficeStep, OpenMatter } from "./model.ts";
import { openMatter } from "./open-matter.ts";
import { listMatters, readMatter, readOwnMatter } from "./read-matters.ts";
import { takeEntityStep, takeOfficeStep } from "./take-step.ts";
import { writeMatterLetter } from "./write-letter.ts";

const version = z.int("Expected the version that was read.").min(1);
const office = "/api/v1/office/matters";
const console = "/api/v1/console/authority/matters";

export const matterRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: office,
    access: act("authority.read"),
    summary: "The authority's matters",
    tag,
    response: MattersAnswer,
    handle: async ({ ctx }) => ({ rows: await listMatters(ctx) }),
  }),
  route({
    method: "post",
    path: office,
    access: act("authority.work"),
    summary: "Open a matter from closed minutes or from findings",
    tag,
    body: OpenMatter,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await openMatter(ctx, body),
  }),
  route({
    method: "get",
    path: `${office}/:id`,
    access: act("authority.read"),
    summary: "One matter with its ladder and what the law allows",
    tag,
    response: MatterAnswer,
    handle: async ({ ctx, params }) => await readMatter(ctx, idIn(params, "id", "matter")),
  }),
  route({
    method: "post",
    path: `${office}/:id/steps`,
    access: act("authority.work"),
    summary: "Notice, time, plan, check, sanction, payment, appeal, referral or close",
    tag,
    body: z.strictObject({ version, step: OfficeStep }),
    response: MatterStepAnswer,
    handle: async ({ ctx, body, params }) =>
      await takeOfficeStep(ctx, idIn(params, "id", "matter"), body.version, body.step),
  }),
  route({
    method: "get",
    path: `${office}/:id/letters/:stepId`,
    access: act("authority.read"),
    summary: "The letter of a step, as a PDF in the entity's language",
    tag,
    handle: async ({ ctx, params }) =>
      pdfResponse(
        await writeMatterLetter(ctx, idIn(params, "id", "matter"), idIn(params, "stepId", "letter"), "authority"),
      ),
  }),
  route({
    method: "post",
    path: `${office}/:id/bundle`,
    access: act("authority.decide"),
    summary: "The bundle for the prosecutor: files, their hashes, the log's proof",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => {
      const { name, bytes } = await bundleReferral(ctx, idIn(params, "id", "matter"));
      return new Response(bytes, {
        headers: {
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="${name}"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
  route({
    method: "get",
    path: `${console}/:id`,
    access: act("shared.read"),
    summary: "A matter that an authority notified to the entity",
    tag,
    response: MatterAnswer,
    handle: async ({ ctx, params }) => await readOwnMatter(ctx, idIn(params, "id", "matter")),
  }),
  route({
    method: "post",
    path: `${console}/:id/steps`,
    access: act("authority.answer"),
    summary: "The entity's plan, question for time, report or appeal",
    tag,
    body: z.strictObject({ version, step: EntityStep }),
    response: MatterStepAnswer,
    handle: async ({ ctx, body, params }) =>
      await takeEntityStep(ctx, idIn(params, "id", "matter"), body.version, body.step),
  }),
  route({
    method: "get",
    path: `${console}/:id/letters/:stepId`,
    access: act("shared.read"),
    summary: "The authority's letter, as a PDF",
    tag,
    handle: async ({ ctx, params }) =>
      pdfResponse(
        await writeMatterLetter(ctx, idIn(params, "id", "matter"), idIn(params, "stepId", "letter"), "entity"),
      ),
  }),
];

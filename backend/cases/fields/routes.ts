// How a lead shapes cases, over HTTP: the team's own fields, and the pattern of references.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { changeReferenceFormat, readReferenceFormat } from "../references/draw-reference.ts";
import { FormatView, ReferenceFormat } from "../references/model.ts";
import { Changed } from "../work/shapes.ts";
import { addField, changeField, listFields } from "./keep-fields.ts";
import { AddField, ChangeField, FieldView } from "./model.ts";

const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "casework";

export const fieldRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/case-fields",
    access: act("case.read"),
    summary: "The team's own fields",
    tag,
    response: z.object({ rows: z.array(FieldView) }),
    handle: async ({ ctx }) => await listFields(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/case-fields",
    access: act("case.shape"),
    summary: "Make a field of the team's own",
    tag,
    body: AddField,
    response: Changed,
    status: 201,
    handle: async ({ ctx, body }) => await addField(ctx, body),
  }),
  route({
    method: "patch",
    path: "/api/v1/desk/case-fields/:fieldId",
    access: act("case.shape"),
    summary: "Rename a field, change its choices, retire it",
    tag,
    body: ChangeField.omit({ fieldId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) => {
      const fieldId = params["fieldId"] ?? "";
      if (!isId(fieldId)) throw notFound("field");
      return await changeField(ctx, { ...body, fieldId });
    },
  }),
  route({
    method: "get",
    path: "/api/v1/desk/case-reference-format",
    access: act("case.shape"),
    summary: "The pattern by which references of cases are written",
    tag,
    response: FormatView,
    handle: async ({ ctx }) => await readReferenceFormat(ctx),
  }),
  route({
    method: "put",
    path: "/api/v1/desk/case-reference-format",
    access: act("case.shape"),
    summary: "Change the pattern for cases that are opened from now on",
    tag,
    body: ReferenceFormat,
    response: FormatView,
    handle: async ({ ctx, body }) => await changeReferenceFormat(ctx, body),
  }),
];

// Questions read aloud over HTTP, for who keeps the installation. Here, since the questions themselves are the portal's.
import { z } from "zod";
import { putRecording, removeRecording } from "./intake/index.ts";
import { PutRecording, RecordingKey, SpokenList } from "./intake/spoken/model.ts";
import { route, type RouteDeclaration } from "./platform/http/index.ts";
import { listSpoken } from "./portal-spoken.ts";

const access = { kind: "act", act: "settings.change" } as const;
const path = "/api/v1/spoken-questions";

export const spokenRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access,
    summary: "Every question of the portal with its words in each language, and what was recorded of it",
    tag: "spoken questions",
    response: SpokenList,
    handle: async ({ ctx }) => await listSpoken(ctx),
  }),
  route({
    method: "put",
    path,
    access,
    summary: "Put in the recording of a question in a language, or replace it",
    tag: "spoken questions",
    body: PutRecording,
    response: z.object({ version: z.string() }),
    handle: async ({ ctx, body }) => await putRecording(ctx, body),
  }),
  route({
    method: "delete",
    path,
    access,
    summary: "Take a recording out",
    tag: "spoken questions",
    query: RecordingKey,
    handle: async ({ ctx, query }) => await removeRecording(ctx, query),
  }),
];

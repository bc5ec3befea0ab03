// Routes are declared: each says who may call it, what it takes and gives. The list makes the application, the OpenAPI document and the access matrix.
import type { Hono } from "hono";
import type { z } from "zod";
import type { Context } from "../context/index.ts";
import { AppError, invalidInput, notFound } from "../errors/index.ts";
import type { HttpContext, HttpEnv } from "./env.ts";
import { findUnstorable } from "./find-unstorable.ts";

/** Who may call a route. `act` names a permission that the verb checks again; `public` routes say why they are. */
export type Access =
  | { kind: "public"; why: string }
  | { kind: "receipt" }
  | { kind: "signed_in" }
  | { kind: "act"; act: string };

export interface RouteInput<Body, Query> {
  ctx: Context;
  c: HttpContext;
  body: Body;
  query: Query;
  params: Record<string, string>;
}

export interface RouteDeclaration<Body = unknown, Query = unknown> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Hono's path, from the root: "/api/v1/reports/:reportId". */
  path: string;
  access: Access;
  summary: string;
  tag: string;
  /** JSON body. Strict schemas: unknown fields are refused by name. Absent: no body is read (a handler may stream it itself with `rawBody`). */
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
  /** What may be answered: an allow-list that is applied, so that a field which nobody named never leaves. */
  response?: z.ZodType;
  status?: number;
  /** Media types of a body that the handler reads itself (multipart, files); beside `body`, which is then JSON's. */
  rawBody?: string[];
  /** Names and meanings of headers that the handler reads itself, for the OpenAPI document. */
  headers?: Record<string, string>;
  /** The verb takes NUL and half characters out itself, because its sender must not be turned away; elsewhere they are refused by name. */
  cleansText?: true;
  /** A Response, or a value that is sent as JSON with `status` (200). */
  handle(input: RouteInput<Body, Query>): Promise<unknown>;
}

/** Keeps the types of body and query while the list forgets them. */
export function route<Body, Query>(declaration: RouteDeclaration<Body, Query>): RouteDeclaration {
  return declaration as unknown as RouteDeclaration;
}

/** Puts declared routes on an application. `guard` is asked before every handler. */
export function defineRoutes(
  app: Hono<HttpEnv>,
  routes: RouteDeclaration[],
  guard: (ctx: Context, access: Access) => void,
): void {
  for (const declaration of routes) {
    app.on(declaration.method.toUpperCase(), declaration.path, async (c) => {
      const ctx = c.get("ctx");
      guard(ctx, declaration.access);
      const params = c.req.param() as Record<string, string>;
      // No id has NUL or half a character in it, and the database would fail on them.
      if (findUnstorable(params) !== undefined) throw notFound("address");
      const isJson = declaration.body !== undefined && !declaration.rawBody?.includes(mediaTypeOf(c) ?? "");
      const body = isJson ? declaration.body?.parse(await readStorableJson(c, declaration)) : undefined;
      if (!declaration.body && !(await isEmptyJson(c, declaration.rawBody))) checkMediaType(c, declaration.rawBody);
      refuseUnstorable(c.req.query());
      const query = declaration.query ? declaration.query.parse(c.req.query()) : {};
      const answer = await declaration.handle({ ctx, c, body, query, params });
      if (answer instanceof Response) return answer;
      c.header("cache-control", "no-store");
      return answer === undefined
        ? c.body(null, 204)
        : c.json(allowed(declaration, answer), (declaration.status ?? 200) as 200);
    });
  }
}

/** @throws when a handler's answer is not what its route declares: our own fault, told as such. */
function allowed({ response, method, path }: RouteDeclaration, answer: unknown): Record<string, unknown> {
  const judged = response?.safeParse(answer) ?? { success: true, data: answer };
  if (!judged.success)
    throw new Error(`the answer of ${method} ${path} is not what it declares`, { cause: judged.error });
  return judged.data as Record<string, unknown>;
}

async function readStorableJson(c: HttpContext, declaration: RouteDeclaration): Promise<unknown> {
  const value = await readJson(c);
  if (!declaration.cleansText) refuseUnstorable(value);
  return value;
}

/** @throws AppError invalid_input that names the field. */
function refuseUnstorable(value: unknown): void {
  const path = findUnstorable(value);
  if (path !== undefined)
    throw invalidInput(
      [{ path, message: "Expected text without NUL and half characters." }],
      "Some fields need a change.",
    );
}

const maxJsonBytes = 2_000_000;

function mediaTypeOf(c: HttpContext): string | undefined {
  return c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
}

async function readJson(c: HttpContext): Promise<unknown> {
  if (mediaTypeOf(c) !== "application/json") throw new AppError("unsupported_media_type", "Send application/json.");
  const text = await readText(c);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.", {
      fields: [{ path: "body", message: "Expected a JSON object." }],
    });
  }
}

/** The body as text; counted while it comes, since a sender need not say how long it is. */
async function readText(c: HttpContext): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = Number(c.req.header("content-length") ?? 0) > maxJsonBytes ? Number.POSITIVE_INFINITY : 0;
  for await (const part of size === 0 ? (c.req.raw.body ?? []) : []) {
    size += part.length;
    if (size > maxJsonBytes) break;
    parts.push(part);
  }
  if (size > maxJsonBytes)
    throw new AppError("too_large", "A JSON body may have 2 MB; send files as multipart/form-data.");
  return Buffer.concat(parts).toString("utf8");
}

/** A page that always sends JSON says nothing with "{}": an address that takes no body may hear it. */
async function isEmptyJson(c: HttpContext, allowed: string[] | undefined): Promise<boolean> {
  if (allowed !== undefined || mediaTypeOf(c) !== "application/json") return false;
  return /^\s*(?:\{\s*\})?\s*$/.test(await readText(c));
}

function checkMediaType(c: HttpContext, allowed: string[] | undefined): void {
  const type = mediaTypeOf(c);
  const hasBody = c.req.method !== "GET" && c.req.method !== "HEAD" && type !== undefined;
  if (hasBody && !(allowed ?? []).includes(type))
    throw new AppError(
      "unsupported_media_type",
      allowed ? `Send ${allowed.join(" or ")}.` : "This address takes no body.",
    );
}

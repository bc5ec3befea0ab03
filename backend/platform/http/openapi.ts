// The OpenAPI 3.1.0 document, made from the declared routes, so that it cannot say anything else than they do.
import { z } from "zod";
import type { Access, RouteDeclaration } from "./routes.ts";

const problem = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: {
          path: { type: "string" },
          message: { type: "string" },
          words: { type: "string" },
          values: { type: "object", additionalProperties: { type: ["string", "number"] } },
        },
      },
    },
  },
} as const;

/** `serverUrl` is where the API answers. */
export function makeOpenApi(routes: readonly RouteDeclaration[], serverUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)(\{[^}]*\})?/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: describe(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Toguna",
      version: "1",
      description: "Report, work and settle cyber incidents. Errors are RFC 9457 problem documents.",
      license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-toguna",
          description: "A signed-in person's session (passkey).",
        },
        apiKey: { type: "http", scheme: "bearer", description: "An API key of the desk's administrators." },
      },
    },
  };
}

function describe(route: RouteDeclaration): Record<string, unknown> {
  const parameters = [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const status = String(route.status ?? (route.response ? 200 : route.method === "get" ? 200 : 204));
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    description: sayAccess(route.access),
    security: securityOf(route.access),
    parameters: [...parameters, ...queryParameters(route), ...headerParameters(route)],
    ...requestBody(route),
    responses: {
      [status]: route.response
        ? { description: "Done.", content: { "application/json": { schema: toSchema(route.response, "output") } } }
        : { description: "Done." },
      default: {
        description: "Refused or failed.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function requestBody(route: RouteDeclaration): Record<string, unknown> {
  const json = route.body ? { "application/json": { schema: toSchema(route.body, "input") } } : {};
  const raw = Object.fromEntries(
    (route.rawBody ?? []).map((type) => [
      type,
      {
        schema:
          type === "application/json"
            ? { type: "object" }
            : type === "multipart/form-data"
              ? multipartSchema(route.body)
              : { type: "string", format: "binary" },
      },
    ]),
  );
  const content = { ...raw, ...json };
  return Object.keys(content).length === 0 ? {} : { requestBody: { required: route.body !== undefined, content } };
}

function queryParameters(route: RouteDeclaration): unknown[] {
  if (!route.query) return [];
  const schema = toSchema(route.query, "input") as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name,
    in: "query",
    required: schema.required?.includes(name) ?? false,
    schema: part,
  }));
}

function headerParameters(route: RouteDeclaration): unknown[] {
  return Object.entries(route.headers ?? {}).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  }));
}

/** The JSON body as one part named `report`, and any number of files. */
function multipartSchema(body: z.ZodType | undefined): unknown {
  const files = { type: "array", items: { type: "string", format: "binary" } };
  return { type: "object", properties: body ? { report: toSchema(body, "input"), files } : { files } };
}

function toSchema(schema: z.ZodType, io: "input" | "output"): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function operationId(route: RouteDeclaration): string {
  return `${route.method}_${route.path.replace(/^\/api\/v1\//, "").replace(/[^A-Za-z0-9]+/g, "_")}`.replace(/_$/, "");
}

function sayAccess(access: Access): string {
  if (access.kind === "public") return `Open to everybody: ${access.why}`;
  if (access.kind === "receipt") return "For whoever holds the report's receipt.";
  if (access.kind === "signed_in") return "For a signed-in person.";
  return `Needs the permission ${access.act}.`;
}

function securityOf(access: Access): unknown[] {
  if (access.kind === "public") return [{}, { apiKey: [] }];
  if (access.kind === "receipt") return [{}];
  return access.kind === "signed_in" ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }];
}

// Errors as RFC 9457 problem documents, mapped once. An unexpected error tells the caller nothing but a number to quote.
import type { Context as HonoContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ZodError } from "zod";
import { AppError, type ErrorCode, type FieldError } from "../errors/index.ts";
import { withWords, wordsOfIssue } from "./field-words.ts";

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  errors?: FieldError[];
  /** Key of the catalogue that says `detail` in three languages, where there is one. */
  words?: string;
  requestId: string;
}

const statusOf: Record<ErrorCode, ContentfulStatusCode> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  step_up_required: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  refused: 422,
  too_many_requests: 429,
  unavailable: 503,
  internal: 500,
};

/** The problem document of an error; `isExpected` is false for what must be looked at. */
export function toProblem(
  error: unknown,
  requestId: string,
): { problem: Problem; status: ContentfulStatusCode; isExpected: boolean; retryAfterSeconds?: number } {
  const known = error instanceof AppError ? error : error instanceof ZodError ? fromZod(error) : undefined;
  const code: ErrorCode = known?.code ?? "internal";
  const status = statusOf[code];
  const problem: Problem = {
    type: `urn:toguna:problem:${code}`,
    title: code.replaceAll("_", " "),
    status,
    detail:
      known?.detail ??
      "Something went wrong on our side. Nothing that was accepted is lost. Quote the request number if you write to us.",
    code,
    requestId,
    ...(known && known.fields.length > 0 ? { errors: known.fields.map(withWords) } : {}),
    ...(known?.words === undefined ? {} : { words: known.words }),
  };
  return {
    problem,
    status,
    isExpected: known !== undefined,
    ...(known?.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: known.retryAfterSeconds }),
  };
}

export function problemResponse(c: HonoContext, error: unknown, requestId: string): Response {
  const { problem, status, retryAfterSeconds } = toProblem(error, requestId);
  if (retryAfterSeconds !== undefined) c.header("retry-after", String(Math.ceil(retryAfterSeconds)));
  return c.body(JSON.stringify(problem), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
}

/** A schema's refusals as fields; an unknown key is named. */
export function fromZod(error: ZodError): AppError {
  const fields = error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        message: "This field is not known here.",
        ...wordsOfIssue(issue),
      }));
    }
    return [{ path: path || "body", message: issue.message, ...wordsOfIssue(issue) }];
  });
  return new AppError("invalid_input", "Some fields need a change.", { fields });
}

// The closed list of things that can go wrong, with the words' key and the fields they concern. Mapped to HTTP once, in http/problem.ts.

export const errorCodes = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "step_up_required",
  "not_found",
  "conflict",
  "gone",
  "too_large",
  "unsupported_media_type",
  "refused",
  "too_many_requests",
  "unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One field that was wrong: `path` as the sender wrote it ("contact.email"), `message` what was expected. */
export interface FieldError {
  path: string;
  message: string;
  /** Key of the catalogue's room "fields" that says it in the reader's language, with its values; put in by http/problem.ts where nobody did. */
  words?: string;
  values?: Record<string, string | number>;
}

/** An expected failure. `detail` is one sentence for a person; it never holds a secret or a cause that helps an attacker. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly fields: FieldError[];
  /** Seconds to wait, for too_many_requests and unavailable. */
  readonly retryAfterSeconds: number | undefined;
  /** Key of the catalogue ("identity.refusal.last_administrator") for screens that say it in the reader's language. */
  readonly words: string | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { fields?: FieldError[]; retryAfterSeconds?: number; words?: string; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.words = options.words;
  }
}

/** A wrong input: names each field and what was expected. */
export function invalidInput(fields: FieldError[], detail = "Some answers need a change."): AppError {
  return new AppError("invalid_input", detail, { fields });
}

/** Something that is not there, or that this actor may not know to be there. */
export function notFound(what: string): AppError {
  return new AppError("not_found", `No such ${what}.`);
}

// The client of the API: JSON out and in, problem documents (RFC 9457) as errors, a lost session told to the whole page.
import { createSignal } from "solid-js";
import { isUntouched } from "./note-touch.ts";
import { noteConflict, noteSending } from "./typed.ts";
import { sayChoices } from "./say-choices.ts";
import { currentLanguage, hasWords, loadRoom, useWords } from "./words.ts";

/** A refusal by the server; `detail` is one sentence, `fields` name what to change. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields: RefusedField[];
  readonly requestId: string;
  /** Key of the catalogue that says it in the reader's language, where the server gave one. */
  readonly words: string | undefined;
  constructor(status: number, document: ProblemDocument) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.code = document.code ?? "internal";
    this.detail = document.detail ?? document.title ?? "";
    this.fields = (document.errors ?? []).map((field) => ({
      path: field.path,
      choices: choicesOf(field),
      // Read anew by each reading, so that a switch of language repaints it.
      get message(): string {
        // In English the server's own sentence says more than the words of its kind, unless it is the schema library's.
        const isOwn = currentLanguage() === "en" && !/^(Invalid|Too (small|big)|Unrecognized)/.test(field.message);
        const choices = choicesOf(field);
        if (choices.length > 0) return sayChoices(field.path, choices);
        return field.words !== undefined && hasWords(field.words) && !isOwn
          ? useWords()(field.words, field.values)
          : field.message;
      },
    }));
    this.requestId = document.requestId ?? "";
    this.words = document.words;
  }
}

/** One answer that the server did not take. */
export interface RefusedField {
  path: string;
  /** In the language of the moment. */
  message: string;
  /** Codes of a closed choice, where the answer was none of them. */
  choices: string[];
}

function choicesOf(field: ErrorOfField): string[] {
  return field.words === "fields.one_of" ? String(field.values?.["list"] ?? "").split(/, | or /) : [];
}

type ErrorOfField = NonNullable<ProblemDocument["errors"]>[number];

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  errors?: { path: string; message: string; words?: string; values?: Record<string, string | number> }[];
  requestId?: string;
  words?: string;
}

export type Query = Record<string, string | number | boolean | undefined>;

const [isSessionLost, setSessionLost] = createSignal(false);
/** True once the server said that nobody is signed in; what was typed stays where it is. */
export { isSessionLost };
export function noteSignedIn(): void {
  setSessionLost(false);
}
/** Another tab of this browser signed out: what stands here waits until somebody signs in again. */
export function noteSessionLost(): void {
  setSessionLost(true);
}

/** Reads. @throws ApiProblem for a refusal, with code "unreachable" and status 0 when the line is gone. */
export async function apiGet<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(key, String(value));
  const suffix = search.size > 0 ? `?${search}` : "";
  return await send<Answer>(`${path}${suffix}`, signal ? { signal } : {});
}

/** Changes. The body is JSON; the same errors as `apiGet`. */
export async function apiPost<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return await send<Answer>(path, jsonRequest("POST", body));
}

export async function apiPut<Answer>(path: string, body: unknown): Promise<Answer> {
  return await send<Answer>(path, jsonRequest("PUT", body));
}

export async function apiPatch<Answer>(path: string, body: unknown): Promise<Answer> {
  return await send<Answer>(path, jsonRequest("PATCH", body));
}

export async function apiDelete<Answer>(path: string): Promise<Answer> {
  return await send<Answer>(path, { method: "DELETE" });
}

/** Posts a form with files. */
export async function apiPostForm<Answer>(path: string, form: FormData): Promise<Answer> {
  return await send<Answer>(path, { method: "POST", body: form });
}

/** Posts a file, or its text, under its own media type. */
export async function apiPostText<Answer>(path: string, body: string | Blob, mediaType: string): Promise<Answer> {
  return await send<Answer>(path, { method: "POST", body, headers: { "content-type": mediaType } });
}

/** Posts a file as it is, or nothing, with what is said of it in headers. */
export async function apiPostFile<Answer = void>(
  path: string,
  file: Blob | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const type = file === undefined ? {} : { "content-type": file.type || "application/octet-stream" };
  return await send<Answer>(path, { method: "POST", body: file ?? null, headers: { ...headers, ...type } });
}

/** Posts and takes back bytes, for archives. */
export async function apiPostForFile(path: string, body: unknown): Promise<{ blob: Blob; headers: Headers }> {
  const response = await reach(path, jsonRequest("POST", body));
  if (!response.ok) throw await toProblem(response);
  return { blob: await response.blob(), headers: response.headers };
}

/** Reads a file: its bytes, and its name in the headers. */
export async function apiGetForFile(path: string, query: Query = {}): Promise<{ blob: Blob; headers: Headers }> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(key, String(value));
  const response = await reach(`${path}?${search}`, {});
  if (!response.ok) throw await toProblem(response);
  return { blob: await response.blob(), headers: response.headers };
}

/** Posts a file's bytes as they are. */
export async function apiPostBytes<Answer>(path: string, file: Blob): Promise<Answer> {
  return await send<Answer>(path, {
    method: "POST",
    body: file,
    headers: { "content-type": "application/octet-stream" },
  });
}

/** Letters of a body that may still be under way when its page goes; a browser lets all pages of a site together send 64 KiB so (Fetch, "inflight keepalive bytes"). */
const keepAliveLetters = 2_000;

/** What a person did is done, also when they leave the page in the same breath: the browser sends it on. */
function jsonRequest(method: string, body: unknown): RequestInit {
  const text = JSON.stringify(body);
  return {
    method,
    body: text,
    headers: { "content-type": "application/json" },
    keepalive: text.length <= keepAliveLetters,
  };
}

async function send<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await reach(path, init);
  if (!response.ok) throw await toProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (isUntouched()) headers.set("toguna-background", "1");
  const noteTaken = init.method === undefined ? undefined : noteSending(path);
  try {
    const response = await fetch(path, { ...init, headers, credentials: "same-origin", redirect: "error" });
    if (response.ok) noteTaken?.();
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, { code: "unreachable", detail: "" });
  }
}

async function toProblem(response: Response): Promise<ApiProblem> {
  if (response.status === 401) setSessionLost(true);
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const document = isJson ? ((await response.json()) as ProblemDocument) : {};
  // A refusal speaks the words of its own domain, whatever page it comes to.
  if (document.words !== undefined) await loadRoom(document.words.split(".")[0] ?? "").catch(() => {});
  await loadRoom("fields").catch(() => {});
  if (document.code === "conflict") noteConflict();
  return new ApiProblem(response.status, document);
}

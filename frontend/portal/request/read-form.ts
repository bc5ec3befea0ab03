// Reads a posted form: url-encoded, or multipart whose files are streamed to the store one after another, never whole in memory.
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";
import type { StoredFile } from "../../../backend/intake/model.ts";
import type { PortalCore } from "../core.ts";

export interface FileMistake {
  name: string;
  kind: "too_large" | "empty" | "too_many" | "failed";
}

export interface PostedForm {
  values: Record<string, string[]>;
  files: StoredFile[];
  fileMistakes: FileMistake[];
}

export interface FormLimits {
  fileBytes: number;
  files: number;
}

const mostTextBytes = 200_000;
/** All files of a report and some room for its texts. */
const mostBytes = 110_000_000;

/** Says that a body is larger than any form of ours. */
export class FormTooLarge extends Error {}

/** Says that a body is no form, or ended before its end: a line that was cut. */
export class FormBroken extends Error {}

/** @throws FormTooLarge, FormBroken. A body of another kind reads as an empty form. */
export async function readForm(
  request: Request,
  core: Pick<PortalCore, "storeFile">,
  limits: FormLimits,
): Promise<PostedForm> {
  const type = request.headers.get("content-type") ?? "";
  if (!request.body) return { values: {}, files: [], fileMistakes: [] };
  if (/^multipart\/form-data\s*;/i.test(type)) return await readMultipart(request.body, type, core, limits);
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return { values: {}, files: [], fileMistakes: [] };
  const values = noValues();
  for (const [name, value] of new URLSearchParams(await readText(request.body))) add(values, name, value);
  return { values, files: [], fileMistakes: [] };
}

/** A body as text, or undefined when it is larger than `most` bytes: one that says so is not read at all. */
export async function readLimited(request: Request, most: number): Promise<string | undefined> {
  const bytes = await readLimitedBytes(request, most);
  return bytes && new TextDecoder().decode(bytes);
}

/** The same as bytes. */
export async function readLimitedBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? "0") > most) return undefined;
  if (!request.body) return new Uint8Array();
  try {
    return await readBytes(request.body, most);
  } catch (error) {
    if (error instanceof FormTooLarge) return undefined;
    throw error;
  }
}

async function readText(body: ReadableStream<Uint8Array>, most: number = mostTextBytes): Promise<string> {
  return new TextDecoder().decode(await readBytes(body, most));
}

async function readBytes(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw new FormTooLarge("the form's text is too large");
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function readMultipart(
  body: ReadableStream<Uint8Array>,
  type: string,
  core: Pick<PortalCore, "storeFile">,
  limits: FormLimits,
): Promise<PostedForm> {
  const form: PostedForm = { values: noValues(), files: [], fileMistakes: [] };
  const stored: Promise<void>[] = [];
  const parser = makeParser(type, limits);
  parser.on("field", (name: string, value: string) => add(form.values, name, value));
  parser.on(
    "file",
    (_field: string, stream: Readable, name: string | undefined, _encoding: string, mediaType: string) => {
      // A control without a file sends an empty part.
      if (!name) {
        stream.resume();
        return;
      }
      if (stored.length >= limits.files) {
        form.fileMistakes.push({ name, kind: "too_many" });
        stream.resume();
        return;
      }
      stored.push(
        keepFile(core, { name, mediaType, stream: readOnwards(stream) }, limits.fileBytes).then((result) => {
          if ("kind" in result) form.fileMistakes.push(result);
          else form.files.push(result);
          stream.resume();
        }),
      );
    },
  );
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new FormBroken("the form did not arrive whole"));
    parser.on("finish", resolve);
    parser.on("error", fail);
    const source = Readable.fromWeb(body as unknown as NodeReadableStream);
    source.on("error", fail);
    let size = 0;
    source.on("data", (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size <= mostBytes) return;
      reject(new FormTooLarge("more than a report may bring"));
      source.destroy();
    });
    source.pipe(parser);
  });
  await Promise.all(stored);
  return form;
}

function makeParser(type: string, limits: FormLimits): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { "content-type": type },
      limits: { fields: 200, fieldNameSize: 100, fieldSize: mostTextBytes, files: limits.files * 2, parts: 400 },
    });
  } catch {
    throw new FormBroken("no multipart form without a boundary");
  }
}

/** A file's bytes; whoever stops reading early does not end the stream, since the parts behind it still have to be read. */
function readOnwards(stream: Readable): AsyncIterable<Uint8Array> {
  return stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}

async function keepFile(
  core: Pick<PortalCore, "storeFile">,
  file: { name: string; mediaType: string; stream: AsyncIterable<Uint8Array> },
  fileBytes: number,
): Promise<StoredFile | FileMistake> {
  try {
    const kept = await core.storeFile(file, fileBytes);
    return kept.size === 0 ? { name: file.name, kind: "empty" } : kept;
  } catch (error) {
    return { name: file.name, kind: codeOf(error) === "too_large" ? "too_large" : "failed" };
  }
}

/** Without a prototype: a field may be called "constructor". */
function noValues(): Record<string, string[]> {
  return Object.create(null) as Record<string, string[]>;
}

function add(values: Record<string, string[]>, name: string, value: string): void {
  (values[name] ??= []).push(value);
}

/** The code of an expected error of the core ("too_many_requests"), whatever class it is of. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

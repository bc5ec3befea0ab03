// Reads multipart/form-data as it streams in: files go straight to the object store, never whole in memory; each limit is refused by name.
import { once } from "node:events";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import type { Context } from "../platform/context/index.ts";
import { AppError, invalidInput } from "../platform/errors/index.ts";
import { limits, type StoredFile } from "./model.ts";
import { cleanFileName, reportTooLarge, tooManyFiles } from "./rules.ts";
import { storeFile } from "./store-file.ts";

export interface Multipart {
  /** Field name and value, in order; names may repeat. */
  fields: [name: string, value: string][];
  files: StoredFile[];
}

/** Past this the rest is not even read: the connection ends with the answer. */
const mostBytes = limits.reportBytes + 10_000_000;
const fileFields = new Set(["file", "files", "files[]"]);

/** @throws AppError too_large or invalid_input naming the file or field; no file stays in the store then. */
export async function readMultipart(
  ctx: Context,
  request: Request,
  maxFileBytes: number = limits.fileBytes,
): Promise<Multipart> {
  const contentType = request.headers.get("content-type") ?? "";
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw reportTooLarge("files");
  const fields: Multipart["fields"] = [];
  const stored: Promise<StoredFile | undefined>[] = [];
  let fault: unknown;
  let total = 0;

  const parser = openParser(contentType);
  const open = new Set<BusboyFileStream>();
  // The parser gives undefined for names that the form leaves out, whatever its types say.
  parser.on("field", (givenName: string | undefined, value, _isNameTruncated, isValueTruncated) => {
    const name = givenName ?? "";
    if (isValueTruncated) fault ??= invalidInput([{ path: name, message: "Expected a shorter text." }]);
    fields.push([name, value]);
  });
  parser.on("file", (givenField: string | undefined, stream, givenName: string | undefined, _encoding, mediaType) => {
    const field = givenField ?? "";
    const name = cleanFileName(givenName ?? "");
    // A form that breaks off is said on the stream as well as by the parser.
    stream.on("error", () => (fault ??= notMultipart()));
    open.add(stream);
    if (!fileFields.has(field)) fault ??= invalidInput([{ path: field, message: "This field is not known here." }]);
    if (stored.length >= limits.files) fault ??= tooManyFiles(name);
    if (fault !== undefined) return void stream.resume();
    const count = (size: number): void => {
      total += size;
      if (total > limits.reportBytes) throw reportTooLarge(name);
    };
    stored.push(
      storeFile(ctx, { name, mediaType, stream: counted(stream, count) }, maxFileBytes).catch((error: unknown) => {
        fault ??= error;
        // The rest is read and dropped, so that the sender gets to hear the answer.
        stream.resume();
        return undefined;
      }),
    );
  });
  parser.on("filesLimit", () => (fault ??= tooManyFiles("files")));
  for (const limit of ["fieldsLimit", "partsLimit"] as const)
    parser.on(limit, () => (fault ??= invalidInput([{ path: "body", message: "Expected fewer fields." }])));

  try {
    await feed(parser, request.body ?? new Blob([]).stream());
  } catch (error) {
    fault ??= error instanceof AppError ? error : notMultipart();
    for (const stream of open) stream.destroy(notMultipart());
  }
  const files = (await Promise.all(stored)).filter((file) => file !== undefined);
  if (fault !== undefined) {
    await Promise.all(files.map((file) => ctx.objects.remove(file.objectId)));
    throw fault;
  }
  return { fields, files: await withoutEmptyInputs(ctx, files) };
}

function openParser(contentType: string): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: {
        files: limits.files + 1,
        fields: 300,
        parts: 400,
        fieldSize: 400_000,
        fieldNameSize: 200,
        headerPairs: 50,
      },
    });
  } catch {
    throw notMultipart();
  }
}

async function* counted(stream: BusboyFileStream, count: (size: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    count((chunk as Uint8Array).length);
    yield chunk as Uint8Array;
  }
}

async function feed(parser: InstanceType<typeof Busboy>, body: ReadableStream<Uint8Array>): Promise<void> {
  const done = once(parser, "finish");
  done.catch(() => {});
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw reportTooLarge("files");
    if (!parser.write(chunk)) await Promise.race([once(parser, "drain"), done]);
  }
  parser.end();
  await done;
}

// A form whose file question was left empty sends a nameless file of nothing.
async function withoutEmptyInputs(ctx: Context, files: StoredFile[]): Promise<StoredFile[]> {
  const isEmptyInput = (file: StoredFile): boolean => file.size === 0 && file.name === "file";
  await Promise.all(files.filter(isEmptyInput).map((file) => ctx.objects.remove(file.objectId)));
  return files.filter((file) => !isEmptyInput(file));
}

function notMultipart(): AppError {
  return invalidInput([{ path: "body", message: "Expected multipart/form-data with a boundary, sent to its end." }]);
}

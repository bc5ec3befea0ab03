// Packs one stored file as an archive under a password (AES-256): the only form in which bytes that may do harm leave the store.
import { randomInt } from "node:crypto";
import { Readable } from "node:stream";
import { ZipWriter } from "@zip.js/zip.js";
import type { Context } from "../context/index.ts";

// No letter or digit that can be read as another.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

export interface Archive {
  /** "<sha256, first 16>.zip": tells nothing and runs nothing. */
  name: string;
  /** Over 128 bits; told once and kept nowhere. */
  password: string;
  bytes: ReadableStream<Uint8Array>;
}

/**
 * The caller has asked for permission and written the log. The entry bears the file's name without anything that a shell or path could act on.
 * @param file.sha256 lower-case hex.
 */
export function packArchive(
  ctx: Pick<Context, "objects" | "log">,
  file: { objectId: string; name: string; sha256: string },
): Archive {
  const password = makePassword();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const content = Readable.toWeb(ctx.objects.read(file.objectId)) as ReadableStream<Uint8Array>;
  void writeArchive(writable, harmlessName(file.name), content, password).catch((error: unknown) =>
    ctx.log.warn({ err: error, objectId: file.objectId }, "an archive was not written to its end"),
  );
  return { name: `${file.sha256.slice(0, 16)}.zip`, password, bytes: readable };
}

async function writeArchive(
  target: WritableStream<Uint8Array>,
  name: string,
  content: ReadableStream<Uint8Array>,
  password: string,
): Promise<void> {
  const zip = new ZipWriter(target, { password, encryptionStrength: 3, useWebWorkers: false, level: 1 });
  await zip.add(name, content);
  await zip.close();
}

function makePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: 7 }, group).join("-");
}

/** A name that is one path component without control characters, separators or drive letters; ".sample" keeps a double click from running it. */
export function harmlessName(name: string): string {
  const plain = name
    .replace(/\.{2,}/g, "_")
    .replace(/[^\p{L}\p{N}._ -]/gu, "_")
    .replace(/^[. ]+/, "_")
    .slice(0, 120);
  return `${plain || "file"}.sample`;
}

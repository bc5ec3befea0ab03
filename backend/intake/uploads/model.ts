// Files in pieces, as the tus protocol 1.0.0 writes them (https://tus.io/protocols/resumable-upload): its headers, its limits. Pure.
import { limits } from "../model.ts";

/** What of the protocol is spoken here beside its core. */
export const tusExtensions = "creation,creation-with-upload,expiration,checksum,termination";
export const checksumAlgorithms = ["sha1", "sha256"] as const;
type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A piece with a checksum is held in memory until it is judged: it may not be larger. */
export const mostCheckedBytes = 4_000_000;
/** An upload that nobody sends to for this long is erased. */
export const uploadLifeMs = 7 * 86_400_000;
/** For this long after a report its files may still begin: a phone may be without a line for days. */
export const grantLifeMs = 14 * 86_400_000;
/** How much is written to disk before its place is noted: what a cut line can cost, at most. */
export const sliceBytes = 131_072;
export const mostUploadBytes: number = limits.fileBytes;

export interface UploadMetadata {
  name: string;
  mediaType: string;
  /** Lower-case hex of the whole file's SHA-256, where the sender says it. */
  sha256?: string;
}

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  digest: Uint8Array;
}

/** How far an upload is. `isTaken`: it is a file of its report, and its address takes nothing more. */
export interface UploadState {
  /** Bytes that are safely here, from the beginning. */
  offset: number;
  size: number;
  expiresAt: Date;
  isTaken: boolean;
}

/** `Upload-Metadata`: "key base64,key base64". Keys `filename`, `filetype` (or `name`, `type`) and `sha256` are read. @returns undefined where it is not written so. */
export function parseMetadata(header: string | undefined): UploadMetadata | undefined {
  const values = new Map<string, string>();
  for (const pair of (header ?? "").split(",")) {
    const [key = "", encoded = "", ...rest] = pair.trim().split(" ");
    if (key === "" && pair.trim() === "") continue;
    if (key === "" || rest.length > 0 || values.has(key) || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return undefined;
    values.set(key, Buffer.from(encoded, "base64").toString("utf8"));
  }
  const sha256 = values.get("sha256")?.toLowerCase();
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return {
    name: values.get("filename") ?? values.get("name") ?? "",
    mediaType: values.get("filetype") ?? values.get("type") ?? "",
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

/** `Upload-Checksum`: "algorithm base64". @returns undefined for another algorithm or a digest of another length. */
export function parseChecksum(header: string): Checksum | undefined {
  const [name = "", encoded = "", ...rest] = header.trim().split(" ");
  const algorithm = checksumAlgorithms.find((known) => known === name);
  if (!algorithm || rest.length > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const digest = Buffer.from(encoded, "base64");
  return digest.length === (algorithm === "sha1" ? 20 : 32) ? { algorithm, digest } : undefined;
}

/** A header that is a count of bytes. @returns undefined for anything but digits. */
export function parseCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

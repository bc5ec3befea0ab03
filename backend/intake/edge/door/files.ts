// The edge's own files, kept in memory once they were read: under a flood form and receipts stay up without a look elsewhere.
import type { EdgeEnv } from "./surroundings.ts";

export interface KeptFile {
  body: ArrayBuffer;
  mediaType: string;
  etag: string;
}

const mediaTypes: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
};
const mostKept = 500;
const kept = new Map<string, KeptFile>();

/** @param path with its slash. @returns undefined where there is no such file. */
export async function readFile(env: EdgeEnv, path: string): Promise<KeptFile | undefined> {
  const known = kept.get(path);
  if (known) return known;
  // No address of ours has another letter; what a stranger makes up is not looked for.
  if (!/^\/[A-Za-z0-9/_.-]{1,200}$/.test(path) || path.includes("..")) return undefined;
  const response = await env.ASSETS.fetch(new Request(`http://files${path}`));
  if (response.status !== 200) {
    await response.body?.cancel();
    return undefined;
  }
  const file = await makeFile(
    await response.arrayBuffer(),
    mediaTypes[path.split(".").at(-1) ?? ""] ?? "application/octet-stream",
  );
  if (kept.size < mostKept) kept.set(path, file);
  return file;
}

/** A file with the name of its content, so that what did not change is not sent again. */
export async function makeFile(body: ArrayBuffer, mediaType: string): Promise<KeptFile> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const etag = `"${Array.from(hash.subarray(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
  return { body, mediaType, etag };
}

// What anybody may fetch of the log: the published checkpoint and its stamp, hash tiles up to it, consistency with an older one, key and policy. Never an entry.
import {
  formatVerifierKey,
  logKey,
  type Publication,
  readHeadNote,
  readConsistencyPath,
  readNewest,
  readPolicyText,
  readTile,
} from "../../platform/audit/index.ts";
import { writeConsistencyText } from "../../platform/audit/proof/consistency.ts";
import { readTilePath } from "../../platform/audit/proof/tile-path.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";

/** Runs over the newest checkpoint that counts. @throws not_found before the first. */
async function overPublished<Result>(
  ctx: Context,
  what: string,
  work: (tx: Tx, published: Publication) => Promise<Result | undefined>,
): Promise<Result> {
  const result = await readOnly(
    ctx,
    async (tx) => {
      const published = await readNewest(tx, true);
      return published && (await work(tx, published));
    },
    "system",
  );
  if (result === undefined) throw notFound(what);
  return result;
}

export async function readPublishedCheckpoint(ctx: Context): Promise<string> {
  return await overPublished(ctx, "published checkpoint", (_tx, { note }) => Promise.resolve(note));
}

/** The time-stamping authority's answer over the checkpoint's exact bytes. */
export async function readPublishedStamp(ctx: Context): Promise<Buffer> {
  return await overPublished(ctx, "time stamp of the published checkpoint", (_tx, { timestampAnswer }) =>
    Promise.resolve(timestampAnswer ?? undefined),
  );
}

/** `path` as C2SP tlog-tiles writes it: "0/x001/234.p/56". */
export async function readPublishedTile(ctx: Context, path: string): Promise<Buffer> {
  const tile = readTilePath(path);
  return await overPublished(ctx, "tile", async (tx, { size }) =>
    tile === undefined ? undefined : await readTile(tx, tile, size),
  );
}

/** From a size that somebody holds a checkpoint of to the published one. */
export async function readPublishedConsistency(ctx: Context, older: string): Promise<string> {
  const oldSize = /^[1-9]\d{0,15}$/.test(older) ? Number(older) : undefined;
  return await overPublished(ctx, "checkpoint of this size", async (tx, { size, note }) =>
    oldSize === undefined || oldSize > size
      ? undefined
      : writeConsistencyText({ oldSize, path: await readConsistencyPath(tx, oldSize, size), checkpoint: note }),
  );
}

/** The key, and the operator's policy with the log's own line first: what proofs are checked with. Also before the first publication. */
export async function readTrust(ctx: Context): Promise<{ verifierKey: string; policy: string }> {
  const newest = await readOnly(ctx, async (tx) => await readHeadNote(tx), "system");
  const verifierKey = formatVerifierKey(logKey(ctx, newest));
  const own = readPolicyText(ctx.config) ?? "quorum none\n";
  return { verifierKey, policy: /^\s*log\s/m.test(own) ? own : `log ${verifierKey}\n${own}` };
}

export async function readVerifierKeyText(ctx: Context): Promise<string> {
  return `${(await readTrust(ctx)).verifierKey}\n`;
}

export async function readPublicPolicy(ctx: Context): Promise<string> {
  return (await readTrust(ctx)).policy;
}

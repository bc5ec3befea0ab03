// Reports at the edge: sealed ones are queued as they are; a plain form is validated, sealed in memory, and queued.
import { formatReceipt } from "../../receipts/model.ts";
import type { SubmitReport } from "../../model.ts";
import { SealedItem, sealedBytes, type Site } from "../model.ts";
import { type DoorAnswer, hasItemProof, hourOf } from "../wire/model.ts";
import { sealItem } from "../seal-item.ts";
import type { Acceptance, Offered } from "./queue.ts";
import { describeFiles, sealPieces } from "../pieces/seal-pieces.ts";
import type { PutPiece } from "./take-pieces.ts";
import { readBody } from "./read-body.ts";
import { readPlainForm } from "./read-form.ts";

export type AskQueue = (path: string, asked: object) => Promise<unknown>;

/** A problem document (RFC 9457) with a sentence for whoever wrote the client. */
export function problem(status: number, title: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    { type: "about:blank", title, status },
    { status, headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" } },
  );
}

/** `POST /sealed`: nothing is opened here, and nothing could be. */
export async function takeSealedAtEdge(request: Request, site: Site, ask: AskQueue): Promise<Response> {
  const body = await readBody(request, sealedBytes);
  if (body === undefined) return problem(413, `Expected at most ${sealedBytes} bytes.`);
  let typed: unknown;
  try {
    typed = JSON.parse(body);
  } catch {
    return problem(400, "Expected a JSON object with id, keyId, sealed and proof.");
  }
  const item = SealedItem.safeParse(typed);
  if (!item.success) {
    const { path, message } = item.error.issues[0] ?? { path: [], message: "" };
    return problem(400, `${path.join(".") || "The report"}: ${message}`);
  }
  if (item.data.keyId !== site.keyId) return problem(400, "keyId: Expected the key that this portal gives.");
  const nowMs = Date.now();
  // Judged from the item alone: under a flood this costs one hash and no memory.
  if (!hasItemProof(item.data, nowMs))
    return problem(428, "proof: Expected a sum for this item and this hour.", { "toguna-hour": String(hourOf(nowMs)) });
  const { proof: _proof, right, ...kept } = item.data;
  const accepted = await offer(ask, {
    id: kept.id,
    body: JSON.stringify(kept),
    hasProof: true,
    number: site.number,
    nowMs,
    right,
  });
  if ("refusal" in accepted)
    return accepted.refusal === "another"
      ? problem(409, "id: Expected a new one for a new report.")
      : problem(503, "The queue is full. Keep the report and send it later.", { "retry-after": "600" });
  const answer: DoorAnswer = { state: "accepted", locator: accepted.locator, at: accepted.acceptedAt };
  return Response.json(answer, { status: 202, headers: { "cache-control": "no-store" } });
}

export type PlainOutcome =
  | { kind: "accepted"; receipt: string; at: string; isWithoutFiles: boolean }
  | { kind: "mistakes"; mistakes: string[] }
  | { kind: "busy" | "tooLarge" };

/** The queue beside the worker. */
export interface Queue {
  ask: AskQueue;
  put: PutPiece;
}

/** What a form makes of its fields: a report, or sentences that say what to mend. */
export type ReadForm = (values: URLSearchParams, now: Date) => { report: SubmitReport; mistakes: string[] };

/** A plain form: text and files are here in clear while they are sealed, in memory only; the page says so before anything is typed. */
export async function takePlainAtEdge(
  request: Request,
  site: Site,
  read: ReadForm,
  { ask, put }: Queue,
): Promise<PlainOutcome> {
  const form = await readPlainForm(request);
  if (form === undefined) return { kind: "tooLarge" };
  const { values, files } = form;
  const now = new Date();
  for (const { name } of files) values.append("filesOnDevice", name);
  const { report, mistakes } = read(values, now);
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  const described = files.length > 0 ? await describeFiles(files) : undefined;
  const { item, secret } = await sealItem(site, report, now, described);
  const { right, ...kept } = item;
  const nowMs = now.getTime();
  const accepted = await offer(ask, {
    id: item.id,
    body: JSON.stringify(kept),
    hasProof: false,
    number: site.number,
    nowMs,
    right,
  });
  if ("refusal" in accepted) return { kind: "busy" };
  let isWithoutFiles = false;
  if (described)
    await sealPieces(site, item.id, described, files, async (name, body) => {
      const said = isWithoutFiles || (await put({ ...name, nowMs, isWithoutSum: true }, body.buffer));
      // The text is safe all the same; the team is told which file did not arrive.
      if (said === true || "refusal" in said) isWithoutFiles = true;
    });
  return {
    kind: "accepted",
    receipt: formatReceipt({ locator: accepted.locator, secret }),
    at: accepted.acceptedAt,
    isWithoutFiles,
  };
}

async function offer(ask: AskQueue, offered: Offered): Promise<Acceptance> {
  return (await ask("/accept", offered)) as Acceptance;
}

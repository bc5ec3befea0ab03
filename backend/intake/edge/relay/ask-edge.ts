// One signed request from the core to an edge. The core asks; nothing ever has to come in.
import type { Context } from "../../../platform/context/index.ts";
import { relayKeys } from "../core-keys.ts";
import { signEnvelope } from "./envelope.ts";

const timeoutMs = 30_000;

/** @returns the edge's answer. @throws Error that names what went wrong, in a sentence for operators. */
export async function askEdge(ctx: Context, edgeUrl: string, path: string, asked: object): Promise<unknown> {
  const body = JSON.stringify(asked);
  const audience = new URL(edgeUrl).origin;
  const envelope = await signEnvelope({ audience, path, body, now: new Date() }, relayKeys(ctx).sign);
  const response = await fetch(`${audience}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "toguna-relay": envelope },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the edge answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return await response.json();
}

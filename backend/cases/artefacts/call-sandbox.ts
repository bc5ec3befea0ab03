// The HTTP client of the sandbox contract: to the operator's one address and no other, no redirects, bounded in time and size.
import { openAsBlob } from "node:fs";
import type { SandboxContract } from "./contract.ts";

const timeLimitMs = 60_000;
const mostAnswerBytes = 10_000_000;

/** What another machine did, in words that name no secret. */
export class SandboxFault extends Error {
  /** Trying again may help. */
  readonly isPassing: boolean;
  constructor(message: string, isPassing: boolean) {
    super(message);
    this.name = "SandboxFault";
    this.isPassing = isPassing;
  }
}

interface Door {
  contract: SandboxContract;
  token: string | undefined;
}

/** Hands the file over under a name that tells nothing. @throws SandboxFault */
export async function submitFile(door: Door, file: { path: string; name: string }): Promise<unknown> {
  const { submit } = door.contract;
  const form = new FormData();
  for (const [name, value] of Object.entries(submit.fields)) form.set(name, value);
  form.set(submit.file, await openAsBlob(file.path, { type: "application/octet-stream" }), file.name);
  return await ask(door, submit.url, form);
}

/** @param url with "{id}" where the submission's name goes. @throws SandboxFault */
export async function askAbout(door: Door, url: string, id: string): Promise<unknown> {
  return await ask(door, url.replaceAll("{id}", encodeURIComponent(id)));
}

async function ask({ contract, token }: Door, url: string, body?: FormData): Promise<unknown> {
  const headers = Object.fromEntries(
    Object.entries(contract.headers).map(([name, value]) => [name, value.replaceAll("{token}", token ?? "")]),
  );
  let response: Response;
  try {
    response = await fetch(url, {
      ...(body ? { method: "POST", body } : {}),
      headers: { accept: "application/json", ...headers },
      redirect: "error",
      signal: AbortSignal.timeout(timeLimitMs),
    });
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new SandboxFault(isLate ? "no answer in time" : "no connection, or a redirect", true);
  }
  const { status } = response;
  if (status < 200 || status >= 300) {
    await response.body?.cancel();
    throw new SandboxFault(`it answered ${status}`, status >= 500 || status === 408 || status === 429);
  }
  const text = await readBounded(response);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SandboxFault("its answer is no JSON", false);
  }
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.length;
      if (size > mostAnswerBytes) throw new SandboxFault("its answer is larger than 10 MB", false);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof SandboxFault) throw error;
    throw new SandboxFault("the connection broke", true);
  }
  return Buffer.concat(parts).toString("utf8");
}

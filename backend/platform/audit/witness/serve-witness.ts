// The witness as a server (C2SP tlog-witness): takes checkpoints, cosigns what grew honestly, refuses forks, and shows the last checkpoint of each log.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Clock } from "../../clock/index.ts";
import { cosignText, formatVerifierKey, makeNoteKey } from "../note.ts";
import { type Judgement, judgeRequest } from "./judge-request.ts";
import type { WitnessState } from "./keep-state.ts";

/** 63 hashes and a note with many signatures stay far below. */
const mostBytes = 65_536;

export interface WitnessServer {
  server: Server;
  verifierKey: string;
}

/** `tell` is given one line for each request that was judged. One process at a time may serve a folder. */
export function makeWitness(
  state: WitnessState,
  name: string,
  clock: Clock,
  tell: (line: string) => void,
): WitnessServer {
  const key = makeNoteKey(name, state.seed);
  const answer = (body: string): { status: number; type: string; text: string } => {
    // Judged and kept without a pause between: two requests can never both grow from the same tree.
    const judged = judgeRequest(body, state.logs, (origin) => state.seen(origin));
    if (judged.status !== 200) return refuse(state, body, judged, tell);
    const line = cosignText(judged.text, key, Math.floor(clock.now().getTime() / 1000));
    state.remember(judged.checkpoint.origin, `${body.slice(body.indexOf("\n\n") + 2)}${line}`);
    tell(`cosigned ${judged.checkpoint.origin} at ${judged.checkpoint.size}`);
    return { status: 200, type: "text/plain; charset=utf-8", text: line };
  };
  const server = createServer((request, response) => {
    void handle(request, response, state, answer).catch((error: unknown) => {
      tell(`a request failed: ${error instanceof Error ? error.message : String(error)}`);
      if (!response.headersSent) send(response, 500, "text/plain", "failed\n");
    });
  });
  server.requestTimeout = 15_000;
  server.headersTimeout = 10_000;
  return { server, verifierKey: formatVerifierKey(key, "witness") };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: WitnessState,
  answer: (body: string) => { status: number; type: string; text: string },
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://witness");
  const hash = /\/([0-9a-f]{64})\/checkpoint$/.exec(pathname)?.[1];
  if (request.method === "GET" && hash !== undefined) {
    const note = state.noteOf(hash);
    send(response, note === undefined ? 404 : 200, "text/plain; charset=utf-8", note ?? "never cosigned\n");
    return;
  }
  if (!pathname.endsWith("/add-checkpoint")) {
    send(response, 404, "text/plain", "there is add-checkpoint, and <origin hash>/checkpoint\n");
    return;
  }
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    send(response, 405, "text/plain", "send a POST\n");
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader("connection", "close");
    send(response, 413, "text/plain", "too long\n");
    return;
  }
  const { status, type, text } = answer(body);
  send(response, status, type, text);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function refuse(
  state: WitnessState,
  body: string,
  judged: Exclude<Judgement, { status: 200 }>,
  tell: (line: string) => void,
): { status: number; type: string; text: string } {
  if (judged.status === 409) return { status: 409, type: "text/x.tlog.size", text: `${judged.size}\n` };
  if (judged.status === 422) {
    const origin = body.slice(body.indexOf("\n\n") + 2).split("\n")[0] ?? "";
    state.keepEvidence(origin, body);
    tell(`REFUSED ${origin}: ${judged.says}; kept as evidence`);
  }
  return { status: judged.status, type: "text/plain; charset=utf-8", text: `${judged.says}\n` };
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

// The contract with an outside sandbox: where a file goes, how its state is asked for, and where in the answer the findings stand. Data of the operator's. Pure.
import { z } from "zod";
import type { Verdict } from "./model.ts";

/** RFC 6901: "/data/task_id"; "" is the whole answer. */
const pointer = z.string().regex(/^(?:\/(?:[^~/]|~[01])*)*$/, "expected a JSON pointer such as /data/id");
const address = z
  .url({ protocol: /^https?$/, error: "expected a web address such as https://sandbox.example/submit" })
  .refine((text) => !/[\r\n]/.test(text), "expected one line");
const headers = z.record(z.string().regex(/^[A-Za-z0-9-]+$/, "expected the name of a header"), z.string().max(500));
const text = (most: number) => z.string().min(1, "expected some text").max(most, `expected at most ${most} characters`);

export const SandboxContract = z
  .strictObject({
    name: text(100),
    /** `always`: also what is PAP:CLEAR takes a second person; PAP:GREEN always does. */
    secondPerson: z.enum(["green", "always"]).default("green"),
    /** Put to every request; "{token}" stands for SANDBOX_TOKEN. */
    headers: headers.default({}),
    submit: z.strictObject({
      url: address,
      /** The multipart field that bears the file. */
      file: text(100).default("file"),
      fields: z.record(text(100), z.string().max(500)).default({}),
      id: pointer,
    }),
    poll: z.strictObject({
      /** "{id}" stands for what the submission answered. */
      url: address,
      state: pointer,
      done: z.array(text(100)).min(1, "expected at least one word"),
      failed: z.array(text(100)).default([]),
      everySeconds: z.int().min(1).max(3600).default(30),
      mostMinutes: z.int().min(1).max(1440).default(60),
    }),
    result: z.strictObject({
      /** Absent: the last answer to `poll`. */
      url: address.optional(),
      what: pointer.optional(),
      family: pointer.optional(),
      summary: pointer.optional(),
      capabilities: pointer.optional(),
      verdict: pointer.optional(),
      malicious: z.array(text(100)).default([]),
      suspicious: z.array(text(100)).default([]),
      harmless: z.array(text(100)).default([]),
      /** Lists of texts, or texts. */
      values: z.array(pointer).max(20).default([]),
    }),
  })
  .superRefine((contract, check) => {
    // What one address was given never goes to another host, whatever the file says.
    const origin = originOf(contract.submit.url);
    for (const [path, url] of [
      ["poll", contract.poll.url],
      ["result", contract.result.url ?? contract.submit.url],
    ] as const)
      if (originOf(url) !== origin)
        check.addIssue({ code: "custom", path: [path, "url"], message: `expected an address at ${origin}` });
    if (!contract.poll.url.includes("{id}"))
      check.addIssue({ code: "custom", path: ["poll", "url"], message: "expected {id} in it" });
  });
export type SandboxContract = z.output<typeof SandboxContract>;

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}

/** What a JSON pointer names; undefined where there is nothing. Own members only. */
export function pointAt(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const part of path.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** The submission's name at the sandbox: something short that is safe inside an address, or undefined. */
export function readRunId(answer: unknown, contract: SandboxContract): string | undefined {
  const said = pointAt(answer, contract.submit.id);
  const id = typeof said === "number" ? String(said) : said;
  return typeof id === "string" && /^[\w.:-]{1,200}$/.test(id) && !/^\.+$/.test(id) ? id : undefined;
}

export function readRunState(answer: unknown, contract: SandboxContract): "done" | "failed" | "again" {
  const said = sayOf(pointAt(answer, contract.poll.state), 100);
  if (contract.poll.done.includes(said)) return "done";
  return contract.poll.failed.includes(said) ? "failed" : "again";
}

export interface SandboxFindings {
  verdict: Verdict;
  what: string;
  family: string;
  summary: string;
  capabilities: string[];
  /** As the sandbox wrote them. */
  values: string[];
}

/** What an answer says, cut to what the result form holds. */
export function readFindings(answer: unknown, contract: SandboxContract): SandboxFindings {
  const { result } = contract;
  const at = (path: string | undefined): unknown => (path === undefined ? undefined : pointAt(answer, path));
  const said = sayOf(at(result.verdict), 100);
  const verdict = (["malicious", "suspicious", "harmless"] as const).find((one) => result[one].includes(said));
  return {
    verdict: verdict ?? "unknown",
    what: sayOf(at(result.what), 300) || contract.name,
    family: sayOf(at(result.family), 200),
    summary: sayOf(at(result.summary), 20_000),
    capabilities: listOf(at(result.capabilities), 50, 200),
    values: [...new Set(result.values.flatMap((path) => listOf(pointAt(answer, path), 500, 2000)))].slice(0, 500),
  };
}

function sayOf(value: unknown, most: number): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return "";
  return value
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, most);
}

function listOf(value: unknown, most: number, length: number): string[] {
  const all = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
  return all
    .map((one) => sayOf(one, length))
    .filter((one) => one !== "")
    .slice(0, most);
}

// Sends a report and sees to it that a second tap, a reload or a lost line gives the same receipt.
import type { StoredFile, SubmitReport, SubmittedReport } from "../../../backend/intake/model.ts";
import type { OfficeKeys, PortalCore, Visitor } from "../core.ts";
import type { PostedForm } from "./read-form.ts";

/** @param seed random, made with the page or the draft. The key is bound to the content: a changed text is another report. */
export async function submitOnce(
  core: PortalCore,
  input: SubmitReport,
  files: readonly StoredFile[],
  how: { seed: string; visitor: Visitor; proof: SubmitReport["proofOfWork"]; office?: OfficeKeys },
): Promise<SubmittedReport> {
  const listed = files.map(({ name, sha256, size }) => [name, sha256, size]);
  const key = `${how.seed}.${await digest(JSON.stringify([input, listed]))}`;
  const report = how.proof ? { ...input, proofOfWork: how.proof } : input;
  return await core.submitReport(report, [...files], how.visitor, key, "web", how.office);
}

/** The sum that the page's script did, when there was one. */
export function proofOf(form: PostedForm): SubmitReport["proofOfWork"] {
  const challenge = form.values["_challenge"]?.[0];
  const nonce = form.values["_nonce"]?.[0];
  return challenge && nonce && challenge.length <= 300 && nonce.length <= 40 ? { challenge, nonce } : undefined;
}

/** 128 random bits in hexadecimal. */
export function randomSeed(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return hex(new Uint8Array(hash)).slice(0, 32);
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

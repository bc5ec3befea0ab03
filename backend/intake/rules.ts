// Decisions of intake: who is answered how, what is clean, what is held or refused. Pure; `now` is an argument.
import { AppError, invalidInput, type FieldError } from "../platform/errors/index.ts";
import { type AnswerChannel, limits, type SubmitReport } from "./model.ts";

/** Reports that one source may hand in within an hour, before the rest waits (held) or is refused. */
export const admission = {
  freeWithoutProof: 20,
  freeWithProof: 100,
  ceilingWithoutProof: 600,
  ceilingWithProof: 3000,
  ceilingBytes: 3_000_000_000,
} as const;

/** `accept`, `hold` (kept, read later) or `refuse` (429). `used` counts this report; `bytes` its files and those before it. */
export function decideAdmission(asked: {
  isTrusted: boolean;
  hasProof: boolean;
  used: number;
  bytes: number;
}): "accept" | "hold" | "refuse" {
  if (asked.isTrusted) return "accept";
  const ceiling = asked.hasProof ? admission.ceilingWithProof : admission.ceilingWithoutProof;
  if (asked.used > ceiling || asked.bytes > admission.ceilingBytes) return "refuse";
  return asked.used > (asked.hasProof ? admission.freeWithProof : admission.freeWithoutProof) ? "hold" : "accept";
}

/** What is kept of the people behind a report, apart from the report; undefined when it names nobody. */
export interface Identity {
  name: string | null;
  onBehalfName: string | null;
  email: string | null;
  phone: string | null;
  role: string | null;
  organisationName: string | null;
  isConfidential: boolean;
  safeChannel: string | null;
  /** What the person on whose behalf it is told is to who tells it; kept here only in confidence, else with the report. */
  relation: string | null;
  mayTell: string[];
}

export interface DecidedReport {
  isAnonymous: boolean;
  answerChannel: AnswerChannel;
  identity: Identity | undefined;
  /** In confidence: the address that the reporter lets the mailer keep. */
  routingAddress: string | null;
  occurredAt: Date | null;
}

const earliest = Date.UTC(1990, 0, 1);
const dayMs = 86_400_000;

/** Whether a safe channel is an e-mail address (else it is a telephone number or words). */
export function isMailAddress(text: string): boolean {
  return /^[^\s@<>"(),;:\\[\]]{1,64}@[^\s@<>"(),;:\\[\]]{1,255}$/.test(text);
}

/**
 * Decides who is answered how. A report in confidence is answered by receipt, and by a mail that an answer waits where its reporter let
 * the mailer keep the address; one without any contact is anonymous.
 * @throws AppError invalid_input where the answer is asked for on a way that was not given.
 */
export function decideReport(input: SubmitReport, now: Date): DecidedReport {
  const { contact } = input;
  const errors: FieldError[] = [];
  const isAnonymous = !input.safeChannel && !Object.values(contact ?? {}).some((value) => value !== undefined);
  const isConfidential = input.isConfidential ?? false;
  const hasMail = Boolean(contact?.email) || (input.safeChannel !== undefined && isMailAddress(input.safeChannel));
  const hasPhone = Boolean(contact?.phone) || (input.safeChannel !== undefined && !isMailAddress(input.safeChannel));

  if (input.answerBy === "mail" && !hasMail)
    errors.push({ path: "contact.email", message: "Expected an e-mail address, since the answer is to go by mail." });
  const routingAddress = isConfidential && input.canMail === true ? mailAddressOf(input) : null;
  if (input.canMail === true && !isConfidential)
    errors.push({ path: "canMail", message: "Leave this out, or report in confidence: it says nothing otherwise." });
  else if (input.canMail === true && routingAddress === null)
    errors.push({ path: "canMail", message: "Expected an e-mail address in contact.email or safeChannel." });
  if ((input.answerBy === "phone" || input.answerBy === "sms") && !hasPhone)
    errors.push({ path: "contact.phone", message: "Expected a telephone number, since the answer is to go there." });
  const occurredAt = input.occurredAt === undefined ? null : new Date(input.occurredAt);
  if (occurredAt && !(occurredAt.getTime() >= earliest && occurredAt.getTime() <= now.getTime() + dayMs))
    errors.push({ path: "occurredAt", message: "Expected a time after 1990 and not in the future." });
  if (Object.keys(input.answers ?? {}).length > 200)
    errors.push({ path: "answers", message: "Expected at most 200 answers." });
  if (errors.length > 0) throw invalidInput(errors);

  const onBehalfName = input.onBehalfOf?.name ?? null;
  const identity: Identity | undefined =
    isAnonymous && onBehalfName === null
      ? undefined
      : {
          name: contact?.name ?? null,
          onBehalfName,
          email: contact?.email ?? null,
          phone: contact?.phone ?? null,
          role: contact?.role ?? null,
          organisationName: contact?.organisation ?? null,
          isConfidential,
          safeChannel: input.safeChannel ?? null,
          relation: isConfidential ? (input.onBehalfOf?.relation ?? null) : null,
          mayTell: input.mayTell ?? [],
        };
  const wished = input.answerBy ?? (hasMail ? "mail" : hasPhone ? "phone" : "receipt");
  const isByReceipt = isAnonymous || isConfidential;
  return {
    isAnonymous,
    answerChannel: routingAddress !== null ? "mail" : isByReceipt && wished !== "none" ? "receipt" : wished,
    identity,
    routingAddress,
    occurredAt,
  };
}

/** The address that answers go to by mail; where another way was named as the safe one, only that counts. */
function mailAddressOf({ contact, safeChannel }: SubmitReport): string | null {
  if (safeChannel !== undefined) return isMailAddress(safeChannel) ? safeChannel : null;
  return contact?.email ?? null;
}

/** @throws AppError too_large naming the file or the whole. `already` is what the report has. */
export function checkFiles(
  files: readonly { name: string; size: number }[],
  options: { already?: { count: number; bytes: number }; maxFileBytes?: number } = {},
): void {
  const { already = { count: 0, bytes: 0 }, maxFileBytes = limits.fileBytes } = options;
  if (files.length + already.count > limits.files) throw tooManyFiles(files[limits.files - already.count]?.name ?? "");
  let total = already.bytes;
  for (const file of files) {
    total += file.size;
    if (file.size > maxFileBytes) throw fileTooLarge(file.name, maxFileBytes);
    if (total > limits.reportBytes) throw reportTooLarge(file.name);
  }
}

export function fileTooLarge(name: string, maxBytes: number = limits.fileBytes): Error {
  const message = `Expected a file of at most ${maxBytes / 1_000_000} MB.`;
  return tooLarge(name, message);
}

export function reportTooLarge(name: string): Error {
  return tooLarge(name, `Expected at most ${limits.reportBytes / 1_000_000} MB in all files of a report together.`);
}

export function tooManyFiles(name: string): Error {
  return tooLarge(name, `Expected at most ${limits.files} files.`);
}

function tooLarge(name: string, message: string): Error {
  return new AppError("too_large", `“${name}” was not taken: ${message.replace("Expected", "expected")}`, {
    fields: [{ path: `files.${name}`, message }],
  });
}

/** A file's name as a label: no folders, no control or direction characters, no more than 200 characters. Never a path on our disk. */
export function cleanFileName(name: string): string {
  const last =
    name
      .toWellFormed()
      .split(/[/\\]/)
      .findLast((part) => part !== "") ?? "";
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .slice(-200)
    .toWellFormed();
  return clean === "" || clean === "." || clean === ".." ? "file" : clean;
}

/** A media type as the sender said it, or application/octet-stream. */
export function cleanMediaType(mediaType: string): string {
  const bare = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/.test(bare)
    ? bare
    : "application/octet-stream";
}

/** Texts that the database can hold: no NUL, no half surrogate pairs. Other values pass unchanged, to any depth that JSON had. */
export function cleanTexts(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanTexts);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [cleanText(key), cleanTexts(part)]));
}

export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

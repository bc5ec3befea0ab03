// Decisions on mails: what one is, in which language it speaks, how it becomes a report. Pure.
import { Contact, type Language, limits, type SubmitReport } from "../model.ts";

/** The headers that decide, lower-case name to raw values. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>;

const header = (headers: MailHeaders, name: string): string => (headers.get(name)?.[0] ?? "").toLowerCase();

/** A delivery report about a mail of ours or somebody's (RFC 3464). */
export function isDeliveryReport(headers: MailHeaders): boolean {
  return /^multipart\/report\b.*report-type="?delivery-status\b/.test(header(headers, "content-type"));
}

/** A mail that no person wrote by hand, or that went to a list: never answered (RFC 3834 §2, RFC 2919, RFC 2369). */
export function isAutomatic(headers: MailHeaders, envelopeFrom: string): boolean {
  const autoSubmitted = header(headers, "auto-submitted");
  return (
    envelopeFrom === "" ||
    /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[+@-]/i.test(envelopeFrom) ||
    (autoSubmitted !== "" && autoSubmitted !== "no") ||
    /^(bulk|junk|list|auto_reply)$/.test(header(headers, "precedence")) ||
    ["list-id", "list-unsubscribe", "list-post", "x-autoreply", "x-autorespond", "x-loop"].some((name) =>
      headers.has(name),
    )
  );
}

/** Somebody passes on what they received: as a file, or in the text under one of the lines that mail programs write. */
export function isForwarded(mail: { subject: string; text: string; hasMailInside: boolean }): boolean {
  return (
    mail.hasMailInside ||
    /^\s*(fwd?|tr|rv|wg|дамжуулсан|дамж)\s*:/i.test(mail.subject) ||
    /^[>\s]*(-{2,}\s*(forwarded message|original message|message transféré|message d['’]origine|дамжуулсан (захидал|мессеж))|begin forwarded message|début du message (transféré|réexpédié)|дамжуулсан (захидал|мессеж))\s*:?/im.test(
      mail.text,
    )
  );
}

const frequent: Record<"fr" | "en", RegExp> = {
  fr: /\b(le|la|les|des|une|est|je|vous|nous|pour|dans|avec|pas|mon|ma|bonjour|merci|sur|qui|que|été|compte|argent)\b/gi,
  en: /\b(the|is|are|was|my|you|we|for|with|not|and|this|that|have|has|hello|thanks|from|account|money|to)\b/gi,
};

/** The language that a text seems to be in; `fallback` when nothing tells. Cyrillic is taken for Mongolian. */
export function guessLanguage(text: string, fallback: Language): Language {
  const sample = text.slice(0, 5000);
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic > latin) return "mn";
  const french = sample.match(frequent.fr)?.length ?? 0;
  const english = sample.match(frequent.en)?.length ?? 0;
  return french === english ? fallback : french > english ? "fr" : "en";
}

/** What the sender wrote above what they forward or quote; all of it when that is nothing. */
export function ownWords(text: string): string {
  const marks = [
    /^[>\s]*-{2,}\s*(forwarded message|original message|message transféré|message d['’]origine|дамжуулсан).*$/im,
    /^\s*(begin forwarded message|début du message (transféré|réexpédié))\s*:?.*$/im,
    /^(on .{5,200} wrote|le .{5,200} a écrit|.{5,200} бичсэн)\s*:\s*$/im,
    /^_{10,}\s*$/m,
  ];
  const cut = Math.min(...marks.map((mark) => text.search(mark)).map((at) => (at < 0 ? text.length : at)));
  const head = withoutQuotedEnd(text.slice(0, cut));
  return head === "" ? text.trim() : head;
}

/** Quoted lines (">") at the end go; the first line always stays. */
function withoutQuotedEnd(text: string): string {
  const lines = text.trimEnd().split("\n");
  let kept = lines.length;
  while (kept > 1 && lines[kept - 1]?.startsWith(">")) kept--;
  return lines.slice(0, kept).join("\n").trim();
}

/** A mail as a report. `noText` stands where the sender wrote nothing that can be read. */
export function reportFromMail(
  mail: { subject: string; text: string; hasMailInside: boolean; from: { address: string; name: string } | undefined },
  options: { isAnswered: boolean; fallbackLanguage: Language; noText: (language: Language) => string },
): SubmitReport {
  const forwarded = isForwarded(mail);
  const language = guessLanguage(
    `${forwarded ? ownWords(mail.text) : mail.text}\n${mail.subject}`,
    options.fallbackLanguage,
  );
  const text = mail.text.trim().slice(0, limits.description).toWellFormed();
  const subject = mail.subject.slice(0, 300).toWellFormed().trim();
  const email = Contact.shape.email.safeParse(mail.from?.address.trim());
  const name = mail.from?.name.slice(0, 200).toWellFormed().trim() ?? "";
  const contact = {
    ...(email.success && email.data !== undefined ? { email: email.data } : {}),
    ...(name === "" ? {} : { name }),
  };
  return {
    description: text === "" ? subject || options.noText(language) : text,
    language,
    flow: forwarded ? "phishing" : "free",
    ...(subject === "" ? {} : { subject }),
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
    answerBy: options.isAnswered && contact.email !== undefined ? "mail" : "none",
  };
}

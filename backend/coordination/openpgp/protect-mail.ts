// Signs a composed mail, or signs and encrypts it (RFC 3156): its content goes inside, what carries it stays outside.
import { randomBytes } from "node:crypto";
import { createMessage, encrypt, type PrivateKey, type PublicKey, sign } from "openpgp";
import { isContentHeader, joinEntity, splitEntity, toBytes, toRawText } from "./split-mime.ts";

/**
 * @param raw a whole mail as a mail program composes it.
 * @returns the same mail as multipart/signed: whoever has no OpenPGP reads it as before.
 */
export async function signMail(raw: Uint8Array, key: PrivateKey, now: Date): Promise<Buffer> {
  const { headers, body } = splitEntity(toRawText(raw));
  const inner = joinEntity(headers.filter(isContentHeader), body);
  const signature = await sign({
    message: await createMessage({ binary: toBytes(inner) }),
    signingKeys: key,
    detached: true,
    format: "armored",
    date: now,
  });
  const boundary = drawBoundary();
  const outer = [
    ...headers.filter((header) => !isContentHeader(header)),
    {
      line: `Content-Type: multipart/signed; micalg=pgp-sha512;\r\n protocol="application/pgp-signature"; boundary="${boundary}"`,
    },
  ];
  const parts = [
    inner,
    `Content-Type: application/pgp-signature; name="signature.asc"\r\nContent-Description: OpenPGP digital signature\r\n\r\n${crlf(signature)}`,
  ];
  return toBytes(joinEntity(outer, multipart(boundary, parts)));
}

/**
 * @param options.outerSubject stands outside in clear; the mail's own subject goes inside.
 * @param options.to the recipient's key and the team's own, so that the team can read what it sent.
 */
export async function encryptMail(
  raw: Uint8Array,
  options: { to: PublicKey[]; signWith: PrivateKey | undefined; outerSubject: string; now: Date },
): Promise<Buffer> {
  const { headers, body } = splitEntity(toRawText(raw));
  // The protected subject (as Thunderbird, Mailpile and gpg's front ends read it): inside, with a mark on the content type.
  const inside = [
    ...headers
      .filter(isContentHeader)
      .map(({ name, line }) => ({ line: name === "content-type" ? `${line};\r\n protected-headers="v1"` : line })),
    ...headers.filter(({ name }) => name === "subject"),
  ];
  const encrypted = await encrypt({
    message: await createMessage({ binary: toBytes(joinEntity(inside, body)) }),
    encryptionKeys: options.to,
    ...(options.signWith ? { signingKeys: options.signWith } : {}),
    format: "armored",
    date: options.now,
  });
  const boundary = drawBoundary();
  const outer = [
    ...headers.filter((header) => !isContentHeader(header) && header.name !== "subject"),
    { line: `Subject: ${encodeWords(options.outerSubject)}` },
    { line: `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="${boundary}"` },
  ];
  const parts = [
    "Content-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n",
    `Content-Type: application/octet-stream; name="encrypted.asc"\r\nContent-Disposition: inline; filename="encrypted.asc"\r\n\r\n${crlf(String(encrypted))}`,
  ];
  return toBytes(joinEntity(outer, multipart(boundary, parts)));
}

function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}

function drawBoundary(): string {
  return `toguna-${randomBytes(18).toString("hex")}`;
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, "\r\n");
}

/** A header's text as encoded words where it is not plain ASCII (RFC 2047 §2: at most 75 characters each, whole characters). */
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${Buffer.from(one).toString("base64")}?=`).join("\r\n ");
}

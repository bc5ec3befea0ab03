// Takes a raw mail apart as far as OpenPGP needs it, byte for byte: its header block, and the parts of its outermost multipart (RFC 2046 §5.1). Pure.

/** Bytes as text of one character each, so that nothing is changed by a charset; lines end with CRLF. */
export type RawText = string;

export function toRawText(bytes: Uint8Array): RawText {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/\r\n|\r|\n/g, "\r\n");
}

export function toBytes(raw: RawText): Buffer {
  return Buffer.from(raw, "latin1");
}

export interface Entity {
  /** Whole header lines, folded lines joined to their first, in order. */
  headers: { name: string; line: string }[];
  body: RawText;
}

/** Splits at the first empty line. A mail without one is all headers. */
export function splitEntity(raw: RawText): Entity {
  const at = raw.startsWith("\r\n") ? 0 : raw.indexOf("\r\n\r\n");
  const head = at < 0 ? raw : raw.slice(0, at);
  const body = at < 0 ? "" : raw.slice(at === 0 && raw.startsWith("\r\n") ? 2 : at + 4);
  const headers: Entity["headers"] = [];
  for (const line of head.split("\r\n")) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last.line += `\r\n${line}`;
    else if (line !== "")
      headers.push({
        name: line
          .slice(0, Math.max(0, line.indexOf(":")))
          .trim()
          .toLowerCase(),
        line,
      });
  }
  return { headers, body };
}

/** The value of a header on one line, or "". */
export function headerOf(entity: Entity, name: string): string {
  const line = entity.headers.find((header) => header.name === name)?.line ?? "";
  return line
    .slice(line.indexOf(":") + 1)
    .replace(/\r\n[ \t]+/g, " ")
    .trim();
}

/** One parameter of a structured header ("boundary", "protocol"), or "". */
export function parameterOf(value: string, name: string): string {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, "i").exec(value);
  return found?.[1] ?? found?.[2] ?? "";
}

/** The parts between the boundary's lines, each without the CRLF that belongs to the boundary. At most 20. */
export function partsOf(entity: Entity): RawText[] {
  const boundary = parameterOf(headerOf(entity, "content-type"), "boundary");
  if (boundary === "") return [];
  const parts: RawText[] = [];
  const text = `\r\n${entity.body}`;
  const mark = `\r\n--${boundary}`;
  let at = text.indexOf(mark);
  while (at >= 0 && parts.length < 20) {
    const afterMark = at + mark.length;
    if (text.startsWith("--", afterMark)) break;
    const start = text.indexOf("\r\n", afterMark);
    if (start < 0) break;
    const next = text.indexOf(mark, start);
    parts.push(text.slice(start + 2, next < 0 ? undefined : next));
    at = next;
  }
  return parts;
}

/** A body without its transfer encoding (RFC 2045 §6). */
export function decodeBody(entity: Entity): RawText {
  const encoding = headerOf(entity, "content-transfer-encoding").toLowerCase();
  if (encoding === "base64") return Buffer.from(entity.body, "base64").toString("latin1");
  if (encoding !== "quoted-printable") return entity.body;
  return entity.body
    .replace(/[ \t]+\r\n/g, "\r\n")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Header lines and body together again. */
export function joinEntity(headers: readonly { line: string }[], body: RawText): RawText {
  return `${headers.map(({ line }) => line).join("\r\n")}\r\n\r\n${body}`;
}

/** Content-Type and its companions: what belongs to the body, and moves with it. */
export function isContentHeader({ name }: { name: string }): boolean {
  return name.startsWith("content-");
}

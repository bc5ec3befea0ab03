// Takes the mails out of an mbox (RFC 4155; the quoting of mboxrd): a line "From " at the beginning, or after an empty line, begins one. Pure.

const lf = 10;
const cr = 13;
const gt = 62;
const from = Buffer.from("From ");

/** The mails in their order, without the separating lines. Bytes that are no mbox give none. */
export function splitMbox(bytes: Buffer): Buffer[] {
  const starts: number[] = [];
  if (bytes.subarray(0, 5).equals(from)) starts.push(0);
  for (let at = bytes.indexOf("\nFrom "); at >= 0; at = bytes.indexOf("\nFrom ", at + 1)) {
    const before = bytes[at - 1] === cr ? at - 2 : at - 1;
    if (bytes[before] === lf) starts.push(at + 1);
  }
  return starts.flatMap((start, place) => {
    const end = starts[place + 1] ?? bytes.length;
    const first = bytes.indexOf(lf, start);
    return first < 0 || first + 1 >= end ? [] : [unquote(bytes.subarray(first + 1, end))];
  });
}

/** ">From " stood for "From ", ">>From " for ">From ". */
function unquote(mail: Buffer): Buffer {
  if (!mail.includes("\n>")) return mail;
  const out = Buffer.alloc(mail.length);
  let length = 0;
  let at = 0;
  while (at < mail.length) {
    const end = mail.indexOf(lf, at);
    const next = end < 0 ? mail.length : end + 1;
    const line = mail.subarray(at, next);
    let quotes = 0;
    while (line[quotes] === gt) quotes++;
    const isQuoted = quotes > 0 && line.subarray(quotes, quotes + 5).equals(from);
    length += line.copy(out, length, isQuoted ? 1 : 0);
    at = next;
  }
  return out.subarray(0, length);
}

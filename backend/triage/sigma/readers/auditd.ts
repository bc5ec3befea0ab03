// Lines of the Linux audit daemon: `type=SYSCALL msg=audit(1700000000.123:456): arch=c000003e …`.

import { keyValues } from "./line-format.ts";
import type { LineFormat } from "./line-format.ts";

const record = /^(?:node=(\S+) )?type=([A-Z0-9_[\]]+) msg=audit\((\d+\.\d+):(\d+)\):\s*(.*)$/s;
/** Fields that the kernel writes as hexadecimal where they hold blanks or quotes (audit.rules(7), "encoded"). */
const encodable = /^(a\d+(\[\d+\])?|exe|comm|name|cwd|proctitle|cmd|data|key|acct|dir|path|file)$/;
const userMessage = /\bmsg='((?:[^'\\]|\\.)*)'/;

/** A record is an event, as Sigma's auditd rules take it; records of one event share `serial`. */
export const auditdFormat: LineFormat = {
  name: "auditd",
  recognises: (line) => record.test(line),
  parse: (line) => {
    const found = record.exec(line);
    if (found === null) return null;
    const [, node, type = "", time = "", serial = "", rest = ""] = found;
    const [plain = "", enriched = ""] = rest.split("\u001d");
    const inner = userMessage.exec(plain)?.[1] ?? "";
    const event: Record<string, unknown> = { type, timestamp: Number(time), serial, raw: line };
    if (node !== undefined) event["node"] = node;
    const fields = { ...keyValues(inner), ...keyValues(plain.replace(userMessage, "")) };
    for (const [key, value] of Object.entries(fields)) event[key] = decoded(key, value, plain);
    for (const [key, value] of Object.entries(keyValues(enriched))) event[key] ??= value;
    return { event, logsource: { product: "linux", services: ["auditd"], categories: ["auditd"] } };
  },
};

function decoded(key: string, value: string, line: string): string {
  const isHex = encodable.test(key) && /^(?:[0-9A-F]{2})+$/.test(value) && value.length >= 4;
  if (!isHex || line.includes(`${key}="${value}"`)) return value;
  const text = Buffer.from(value, "hex").toString("utf8");
  return key === "proctitle" ? text.replaceAll("\0", " ") : text.replace(/\0+$/, "");
}

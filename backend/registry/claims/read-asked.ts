// Reads what somebody asks a holder for, however it was copied: an address or range, a host, a web address, an AS number, a short code. Pure.
import { formatPrefix, parsePrefix } from "../../platform/addresses/index.ts";
import { normaliseClaim, readHeldValue } from "../rules.ts";

export type AskedValue =
  | { kind: "address" | "range" | "host" | "asn" | "short_code"; text: string }
  | { kind: "url"; text: string; host: AskedValue | null };

/** Null when it is none of these. */
export function readAsked(value: string): AskedValue | null {
  const text = value.trim();
  if (/^as\s?\d+$/i.test(text)) {
    const normal = normaliseClaim("asn", text.replace(/\s/, ""));
    return "value" in normal ? { kind: "asn", text: normal.value } : null;
  }
  if (/^[*#0-9]{2,20}$/.test(text)) return { kind: "short_code", text };
  if (text.includes("/") && !text.includes(":/")) {
    const prefix = parsePrefix(text);
    if (prefix) return { kind: "range", text: formatPrefix(prefix) };
  }
  const held = readHeldValue(text);
  const host: AskedValue | null =
    held === null
      ? null
      : "address" in held
        ? { kind: "address", text: held.address }
        : { kind: "host", text: held.host };
  const plain = text.replace(/^hxxp/i, "http").replace(/\[(\.|:)\]|\((\.)\)/g, "$1$2");
  if (/^https?:\/\//i.test(plain) && URL.canParse(plain)) return { kind: "url", text: new URL(plain).href, host };
  return host;
}

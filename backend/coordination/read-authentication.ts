// What the operator's own mail server said of SPF, DKIM and DMARC before the mail reached us (Authentication-Results, RFC 8601). Pure.

export interface Authentication {
  spf: string | null;
  dkim: string | null;
  dmarc: string | null;
}

const results = new Set("pass fail softfail neutral none policy temperror permerror".split(" "));

/**
 * Only headers that bear the configured server's name count, and of them the topmost: everything below it could have been written by the sender
 * (RFC 8601 §1.6, §5). Undefined without such a header, or when no server is trusted.
 */
export function readAuthentication(
  headers: ReadonlyMap<string, readonly string[]>,
  trusted: string | undefined,
): Authentication | undefined {
  if (trusted === undefined) return undefined;
  const own = (headers.get("authentication-results") ?? []).find((value) => nameOf(value) === trusted.toLowerCase());
  if (own === undefined) return undefined;
  const plain = withoutComments(own);
  const of = (method: string): string | null => {
    const found = [...plain.matchAll(new RegExp(`;\\s*${method}(?:/\\d+)?\\s*=\\s*([a-z]+)`, "gi"))].map(
      ([, word]) => word?.toLowerCase() ?? "",
    );
    // Of several signatures one that holds is enough.
    const best = found.find((word) => word === "pass") ?? found[0];
    return best !== undefined && results.has(best) ? best : null;
  };
  return { spf: of("spf"), dkim: of("dkim"), dmarc: of("dmarc") };
}

function nameOf(value: string): string {
  return (withoutComments(value).split(";")[0] ?? "").trim().split(/\s+/)[0]?.toLowerCase() ?? "";
}

function withoutComments(value: string): string {
  let text = value;
  // Comments may stand in comments.
  for (let depth = 0; depth < 5 && /\([^()]*\)/.test(text); depth++) text = text.replace(/\([^()]*\)/g, " ");
  return text.replace(/"[^"]*"/g, " ");
}

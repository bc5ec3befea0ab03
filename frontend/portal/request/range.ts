// Which bytes a request asks for (RFC 9110, 14). Pure: core and edge read it alike.

/** One range of bytes; several, or another unit, are answered with the whole. @returns the first and the last byte. */
export function rangeOf(header: string | undefined, size: number): { from: number; to: number } | "none" | "beyond" {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "none";
  if (first === "") {
    const wanted = Number(last);
    return wanted === 0 ? "beyond" : { from: Math.max(0, size - wanted), to: size - 1 };
  }
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < from) return "none";
  return from >= size ? "beyond" : { from, to };
}

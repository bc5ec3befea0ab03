// Reads a request's body up to a limit: what says that it is larger is refused before a byte is read, what lies about it is cut off.

/** @returns undefined when it is larger than `most` bytes. */
export async function readBody(request: Request, most: number): Promise<string | undefined> {
  const bytes = await readBytes(request, most);
  return bytes && new TextDecoder().decode(bytes);
}

/** The same as bytes. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const said = Number(request.headers.get("content-length") ?? "0");
  if (Number.isNaN(said) || said > most) return undefined;
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += (value as Uint8Array).byteLength;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value as Uint8Array);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

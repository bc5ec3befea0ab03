// Reads a request's body up to a limit: what says that it is larger is refused before a byte is read, what lies about it is cut off.

/** @returns undefined when it is larger than `most` bytes. */
export async function readBody(request: Request, most: number): Promise<string | undefined> {
  const said = Number(request.headers.get("content-length") ?? "0");
  if (Number.isNaN(said) || said > most) return undefined;
  if (!request.body) return "";
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += (value as Uint8Array).byteLength;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value as Uint8Array, { stream: true });
  }
}

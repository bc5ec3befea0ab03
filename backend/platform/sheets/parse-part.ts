// Parses one part of an XLSX while it is unpacked, within what the whole file may still unpack to.
import type { FileEntry } from "@zip.js/zip.js";
import { Parser } from "saxen";
import { AppError } from "../errors/index.ts";

/** Hears the tags of a part by their local names, whatever prefix the writing program gave them. */
export interface Listener {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Lets a listener hear the part of a path; false when the file has none. */
export type ReadPart = (path: string, listener: Listener) => Promise<boolean>;

export function tooLarge(what: string): AppError {
  return new AppError("too_large", what);
}

/** Parses while it unpacks, so that a bomb is noticed by what came out and not by what it says of itself. */
export async function parsePart(entry: FileEntry, budget: { bytes: number }, listener: Listener): Promise<void> {
  const parser = new Parser();
  const nameOf = (name: string): string => name.slice(name.indexOf(":") + 1);
  const failures: unknown[] = [];
  // The parser would wrap what a listener throws; the first failure is the one that is told.
  const hear = (work: () => void): void => {
    if (failures.length > 0) return;
    try {
      work();
    } catch (error) {
      failures.push(error);
    }
  };
  parser.on("openTag", (name, attributes, decode) => {
    const decoded = Object.entries(attributes()).map(([key, value]) => [key, decode(value)]);
    hear(() => listener.open?.(nameOf(name), Object.fromEntries(decoded) as Record<string, string>));
  });
  parser.on("closeTag", (name) => hear(() => listener.close?.(nameOf(name))));
  parser.on("text", (text, decode) => hear(() => listener.text?.(decode(text))));
  parser.on("cdata", (text) => hear(() => listener.text?.(text)));
  parser.on("error", (error) => failures.push(error));
  const decoder = new TextDecoder();
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) failures.unshift(tooLarge("This workbook unpacks to more than is read here."));
      else parser.write(decoder.decode(chunk, { stream: true }));
      if (failures.length > 0) throw failures[0];
    },
  });
  try {
    await entry.getData(sink);
    parser.write(decoder.decode()).end();
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 0) throw failures[0];
}

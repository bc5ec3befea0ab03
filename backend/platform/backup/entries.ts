// Reads and writes the entries of an encrypted backup, each hashed as it passes; nothing is held whole in memory but one segment.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Decrypter, Encrypter } from "age-encryption";
import { extract, pack } from "tar-stream";

export interface EntryWriter {
  /** Adds an entry whose bytes are at hand. */
  add(name: string, bytes: Buffer): Promise<void>;
  /** Adds an entry of known size from a stream. */
  addStream(name: string, size: number, bytes: Readable): Promise<void>;
  /** SHA-256 of each entry so far. */
  hashes(): Record<string, string>;
  finish(): Promise<void>;
}

/** Opens a new backup file (mode 0600), encrypted to an age recipient ("age1…"). @throws when the recipient is none, before the file is there. */
export async function writeEntries(path: string, recipient: string): Promise<EntryWriter> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    throw new Error(`"${recipient}" is no public part of a backup key; it begins with age1`, { cause: error });
  }
  const tar = pack();
  const sealed = await encrypter.encrypt(Readable.toWeb(Readable.from(tar)) as ReadableStream<Uint8Array>);
  const done = pipeline(
    Readable.fromWeb(sealed as never),
    createWriteStream(path, { mode: 0o600, flags: "wx", flush: true }),
  );
  // A full disk ends the writing of an entry too: nobody would take its bytes any more.
  const broken = new Promise<never>((_, reject) => void done.catch(reject));
  broken.catch(() => {});
  const hashes: Record<string, string> = {};
  const addStream = async (name: string, size: number, bytes: Readable): Promise<void> => {
    const hash = createHash("sha256");
    const entry = tar.entry({ name, size });
    const adding = pipeline(
      bytes,
      async function* (source: AsyncIterable<Uint8Array>) {
        for await (const chunk of source) {
          hash.update(chunk);
          yield chunk;
        }
      },
      entry as unknown as Writable,
    );
    await Promise.race([adding, broken]);
    hashes[name] = hash.digest("hex");
  };
  return {
    addStream,
    add: async (name, bytes) => await addStream(name, bytes.length, Readable.from([bytes])),
    hashes: () => ({ ...hashes }),
    finish: async () => {
      tar.finalize();
      await done;
    },
  };
}

export interface ReadEntry {
  name: string;
  size: number;
  /** Must be read to its end before the next entry comes. */
  bytes: AsyncIterable<Uint8Array>;
}

/** Walks a backup's entries in order. @throws when the identity does not open it, or a byte was changed (age authenticates every chunk). */
export async function readEntries(
  path: string,
  identity: string,
  onEntry: (entry: ReadEntry) => Promise<void>,
): Promise<void> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const plain = await decrypter.decrypt(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>);
  const tar = extract();
  const feeding = pipeline(Readable.fromWeb(plain as never), tar);
  feeding.catch(() => {});
  for await (const entry of tar) {
    await onEntry({
      name: entry.header.name,
      size: entry.header.size ?? 0,
      bytes: entry as unknown as AsyncIterable<Uint8Array>,
    });
    entry.resume();
  }
  await feeding;
}

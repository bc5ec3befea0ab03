// Reads OLE compound files (MS-CFB) whose tables may be forged: every chain ends, and nothing is larger than the file allows.
// The library for this ("cfb") took 37 s and 4.6 GB for a damaged file of 5 MB, so that the reading is our own.

/** One stream: its path in the file ("Macros/VBA/Module1"), and its bytes, read when asked for. */
export interface CompoundStream {
  path: string;
  size: number;
  /** At most `limit` bytes; fewer where its chain breaks off. */
  read(limit?: number): Buffer;
}

interface DirectoryEntry {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

const entryBytes = 128;
const miniSectorBytes = 64;
const entryLimit = 20_000;

/** Streams in the order of the directory; ones that no storage names are there as well. Throws where the header is not one. */
export function readCompoundFile(bytes: Buffer): CompoundStream[] {
  const shift = bytes.length < 512 ? 0 : bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw new Error("the compound file's sectors are of no known size");
  const sectorBytes = 1 << shift;
  const sectorCount = Math.ceil(bytes.length / sectorBytes) - 1;
  const sectorAt = (sector: number): Buffer => bytes.subarray((sector + 1) * sectorBytes, (sector + 2) * sectorBytes);
  const fat = readFat(bytes, sectorAt, sectorCount);
  const chain = (start: number): Iterable<number> => followChain(fat, start, sectorCount);
  const readSectors = (start: number, limit: number): Buffer => gather(chain(start), sectorAt, limit);

  const directory = readDirectory(readSectors(bytes.readUInt32LE(48), entryLimit * entryBytes));
  const root = directory[0];
  if (root === undefined) throw new Error("the compound file has no directory");
  const miniStream = readSectors(root.start, root.size);
  const miniFat = toTable(readSectors(bytes.readUInt32LE(60), bytes.length));
  const miniSectorAt = (sector: number): Buffer =>
    miniStream.subarray(sector * miniSectorBytes, (sector + 1) * miniSectorBytes);
  const miniLimit = bytes.readUInt32LE(56);

  return [...namePaths(directory)].flatMap(([index, path]) => {
    const entry = directory[index];
    if (entry === undefined || entry.type !== 2 || entry.size === 0) return [];
    const { start, size } = entry;
    const read = (limit = size): Buffer =>
      size < miniLimit
        ? gather(followChain(miniFat, start, miniFat.length), miniSectorAt, Math.min(size, limit))
        : readSectors(start, Math.min(size, limit));
    return [{ path, size, read }];
  });
}

/** The table of which sector follows which: its own sectors are listed in the header, then in a chain of lists. */
function readFat(bytes: Buffer, sectorAt: (sector: number) => Buffer, sectorCount: number): Uint32Array {
  const sectors: number[] = [];
  for (let at = 76; at < 512; at += 4) sectors.push(bytes.readUInt32LE(at));
  // A file of n sectors needs no more than n entries; a forged list names the same sectors again and again.
  const needed = Math.ceil((sectorCount * 4) / Math.max(1, sectorAt(0).length)) + 1;
  let next = bytes.readUInt32LE(68);
  while (next < sectorCount && sectors.length < needed + 109) {
    const list = toTable(sectorAt(next));
    sectors.push(...list.subarray(0, -1));
    next = list.at(-1) ?? sectorCount;
  }
  const wanted = sectors.filter((sector) => sector < sectorCount).slice(0, needed);
  return toTable(Buffer.concat(wanted.map(sectorAt)));
}

function toTable(bytes: Buffer): Uint32Array {
  const table = new Uint32Array(bytes.length >> 2);
  for (let index = 0; index < table.length; index += 1) table[index] = bytes.readUInt32LE(index * 4);
  return table;
}

/** A chain longer than there are sectors runs in a circle. */
function* followChain(table: Uint32Array, start: number, limit: number): Generator<number> {
  let sector = start;
  for (let count = 0; count < limit && sector < table.length; count += 1) {
    yield sector;
    sector = table[sector] ?? table.length;
  }
}

function gather(sectors: Iterable<number>, sectorAt: (sector: number) => Buffer, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (const sector of sectors) {
    if (size >= limit) break;
    const chunk = sectorAt(sector);
    chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks, Math.min(size, limit));
}

function readDirectory(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const nameBytes = Math.min(64, Math.max(0, bytes.readUInt16LE(at + 64) - 2));
    entries.push({
      name: bytes.toString("utf16le", at, at + nameBytes),
      type: bytes[at + 66] ?? 0,
      left: bytes.readUInt32LE(at + 68),
      right: bytes.readUInt32LE(at + 72),
      child: bytes.readUInt32LE(at + 76),
      start: bytes.readUInt32LE(at + 116),
      size: bytes.readUInt32LE(at + 120),
    });
  }
  return entries;
}

/** Paths by entry, from the tree of siblings and children; each entry once, whatever the tree says. */
function namePaths(directory: DirectoryEntry[]): Map<number, string> {
  const paths = new Map<number, string>();
  const open: [index: number, folder: string][] = [[directory[0]?.child ?? 0, ""]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [index, folder] = next;
    const entry = directory[index];
    if (entry === undefined || index === 0 || paths.has(index)) continue;
    const path = `${folder}${entry.name}`;
    paths.set(index, path);
    open.push([entry.right, folder], [entry.left, folder], [entry.child, `${path}/`]);
  }
  for (const [index, entry] of directory.entries()) if (index > 0 && !paths.has(index)) paths.set(index, entry.name);
  return paths;
}

// Writes YARA rules in the shape of public sets, always the same ones for a seed, so that two engines can be timed on them.

/** A small generator (mulberry32); enough for test data, and the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const verbs = [
  "Get",
  "Set",
  "Load",
  "Dump",
  "Inject",
  "Hook",
  "Read",
  "Write",
  "Open",
  "Send",
  "Steal",
  "Query",
  "Create",
];
const nouns = [
  "Token",
  "Process",
  "Memory",
  "Cookie",
  "Wallet",
  "Session",
  "Key",
  "Thread",
  "Socket",
  "Shell",
  "Mutex",
  "Cred",
];
const folders = [
  "system32",
  "AppData\\\\Roaming",
  "ProgramData",
  "Temp",
  "Users\\\\Public",
  "drivers",
  "Windows\\\\Tasks",
];
const endings = ["exe", "dll", "sys", "bat", "vbs", "ps1", "dat", "tmp", "pdb", "php", "jsp"];

/** What honest programs say too: public rules lean on such texts by the dozen, in groups of which several must be there. */
const common = [
  "GetProcAddress",
  "LoadLibraryA",
  "VirtualAlloc",
  "CreateRemoteThread",
  "WriteProcessMemory",
  "cmd.exe",
  "powershell",
  "Mozilla/5.0",
  "HTTP/1.1",
  "Content-Type",
  "/bin/sh",
  "/etc/passwd",
  "/proc/self",
  "password",
  "username",
  "connect",
  "socket",
  "http://",
  "https://",
  "%s%s%s",
  "error: %s",
  "eval(",
  "base64",
  "function(",
  "document.write",
  "fromCharCode",
  "usage: %s",
  "[-] Error",
  "Invalid argument",
  "permission denied",
  "localhost",
  "127.0.0.1",
];

/** `count` rules as one source text that both YARA 4.2 and YARA-X compile. */
export function writeRules(count: number, seed: number): string {
  const random = createRandom(seed);
  const rules = Array.from({ length: count }, (_, index) => writeRule(index, random));
  return `import "pe"\nimport "math"\nimport "hash"\n\n${rules.join("\n")}`;
}

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const letters = (random: Random, size: number): string =>
  Array.from({ length: size }, () => "abcdefghijklmnopqrstuvwxyz0123456789"[Math.floor(random() * 36)]).join("");
const hexByte = (random: Random): string => between(random, 1, 255).toString(16).padStart(2, "0").toUpperCase();

function writeText(random: Random): string {
  if (random() < 0.08) return pick(random, common);
  const kind = random();
  if (kind < 0.3)
    return `${pick(random, verbs)}${pick(random, nouns)}${pick(random, verbs)}${letters(random, between(random, 2, 7))}`;
  if (kind < 0.5)
    return `\\\\${pick(random, folders)}\\\\${letters(random, between(random, 5, 11))}.${pick(random, endings)}`;
  if (kind < 0.65)
    return `Failed to ${pick(random, verbs).toLowerCase()} ${pick(random, nouns).toLowerCase()} ${letters(random, 4)}: %d`;
  if (kind < 0.8)
    return `/c ${letters(random, between(random, 3, 6))}.${pick(random, endings)} -${letters(random, 1)} ${letters(random, 6)}`;
  if (kind < 0.9) return `${letters(random, between(random, 8, 16))}=`;
  return `${letters(random, between(random, 6, 14))}.${pick(random, ["com", "net", "ru", "top", "example"])}/${letters(random, 5)}`;
}

/** Jumps and wildcards as in rules on machine code; the first bytes are fixed so that both engines have an atom. */
function writeHex(random: Random): string {
  const fixed = (size: number): string => Array.from({ length: size }, () => hexByte(random)).join(" ");
  const middle = pick(random, ["?? ??", "[2-6]", "?? [1-4] ??", "( E8 | E9 ) ?? ?? ?? ??"]);
  return `{ ${fixed(between(random, 4, 7))} ${middle} ${fixed(between(random, 3, 8))} ${pick(random, ["??", "[4-12]", "85 C0"])} ${fixed(2)} }`;
}

const writeRegex = (random: Random): string =>
  pick(random, [
    `/${letters(random, 5)}\\.exe \\/c [a-z0-9]{4,12}\\.(bat|vbs|ps1)/`,
    `/https?:\\/\\/[a-z0-9.-]{5,30}\\/${letters(random, 5)}\\.php/`,
    `/\\$${letters(random, 4)}\\s{0,3}=\\s{0,3}(base64_decode|gzinflate|str_rot13)\\(/`,
    `/${letters(random, 6)}[0-9]{2,6}@${letters(random, 5)}\\.(com|net)/`,
  ]);

function writeRule(index: number, random: Random): string {
  const kind = random();
  const meta = `  meta:\n    description = "Generated rule ${index}"\n    author = "bench"\n    date = "2026-11-0${1 + (index % 9)}"\n    score = ${between(random, 50, 95)}`;
  const texts = (count: number, flags: () => string): string =>
    Array.from({ length: count }, (_, at) => `    $s${at + 1} = "${writeText(random)}" ${flags()}`).join("\n");
  const write = (strings: string, condition: string): string =>
    `rule bench_${index} {\n${meta}\n${strings === "" ? "" : `  strings:\n${strings}\n`}  condition:\n    ${condition}\n}`;
  if (kind < 0.58) {
    const count = between(random, 3, 12);
    return write(
      texts(count, () => pick(random, ["fullword ascii", "ascii", "wide", "ascii wide", "fullword wide"])),
      `uint16(0) == 0x5a4d and filesize < ${between(random, 1, 20) * 100}KB and ${between(random, 2, Math.min(4, count))} of ($s*)`,
    );
  }
  if (kind < 0.73) {
    const strings = texts(between(random, 2, 6), () =>
      pick(random, ["nocase", "ascii nocase", "ascii wide nocase", "fullword ascii nocase"]),
    );
    return write(strings, `filesize < ${between(random, 1, 9) * 100}KB and 2 of them`);
  }
  if (kind < 0.85) {
    const strings = Array.from({ length: between(random, 1, 4) }, (_, at) => `    $h${at} = ${writeHex(random)}`).join(
      "\n",
    );
    return write(strings, "uint16(0) == 0x5a4d and any of them");
  }
  if (kind < 0.94) return write(`    $r1 = ${writeRegex(random)}\n${texts(2, () => "ascii")}`, "$r1 and any of ($s*)");
  return write(
    "",
    pick(random, [
      `pe.imphash() == "${Array.from({ length: 16 }, () => hexByte(random).toLowerCase()).join("")}"`,
      `uint16(0) == 0x5a4d and pe.number_of_sections == ${between(random, 1, 12)} and pe.timestamp == ${between(random, 1e9, 1.7e9)}`,
      `uint16(0) == 0x5a4d and filesize == ${between(random, 1_000, 900_000)} and math.entropy(0, 4096) >= 7.9`,
      `filesize == ${between(random, 1_000, 900_000)} and hash.md5(0, 1024) == "${letters(random, 32)}"`,
    ]),
  );
}

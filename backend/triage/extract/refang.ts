// Undoes defanging ("hxxp://pay[.]example") while remembering where every unit stood in the original text.

/** Text as the scanners read it; `starts[i]` and `ends[i]` are the original offsets of its i-th unit (null: unchanged). */
export interface RefangedText {
  text: string;
  starts: Uint32Array | null;
  ends: Uint32Array | null;
}

/** Original [start, end) of refanged [start, end); `end` is above `start`. */
export function originalSpan(refanged: RefangedText, start: number, end: number): { start: number; end: number } {
  const { starts, ends } = refanged;
  return starts === null || ends === null ? { start, end } : { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 };
}

const invisible = "\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
// One pass, each alternative bounded, so time is linear. Order matters: longer forms first.
const marks = new RegExp(
  [
    `(?<nothing>[${invisible}])`,
    "(?<colonSlashes>[\\[({]:\\/\\/[\\])}])",
    "(?<twoColons>[\\[({]::[\\])}])",
    "(?<colon>[\\[({]:[\\])}])",
    "(?<slash>[\\[({]\\/[\\])}])",
    "(?<dot> ?[\\[({<] ?(?:\\.|dot|point|цэг) ?[\\])}>] ?)",
    "(?<at> ?[\\[({<] ?(?:@|at|arobase) ?[\\])}>] ?)",
    "(?<partialDot>(?<=[a-z0-9])(?:\\[\\.|\\.\\]|\\\\\\.)(?=[a-z0-9]))",
    "(?<partialAt>(?<=[a-z0-9])\\\\@(?=[a-z0-9]))",
    "(?<scheme>\\b(?:h(?:xx|tx|xt|\\*\\*|__|\\.\\.)p|meow|fxp)(?=s?(?: ?[\\[({]?:)))",
    "(?<backslashes>(?<=https?|ftp):\\\\\\\\)",
    "(?<escapedSlash>(?<=[a-z0-9:/])\\\\\\/)",
    "(?<noColon>(?<=\\bhttps?)\\/\\/(?=[a-z0-9]))",
    "(?<gap>(?<=https?:\\/\\/) (?=[a-z0-9]))",
    "(?<wideDot>[。．｡])",
    "(?<wideAt>＠)",
    "(?<wideColon>：)",
    "(?<wideSlash>／)",
    "(?<space>[\\u00a0\\u202f\\u2007\\u2009])",
    "(?<hyphen>[\\u2010\\u2011])",
  ].join("|"),
  "giu",
);
const plain: Record<string, string> = {
  nothing: "",
  colonSlashes: "://",
  twoColons: "::",
  colon: ":",
  slash: "/",
  dot: ".",
  at: "@",
  partialDot: ".",
  partialAt: "@",
  backslashes: "://",
  escapedSlash: "/",
  noColon: "://",
  gap: "",
  wideDot: ".",
  wideAt: "@",
  wideColon: ":",
  wideSlash: "/",
  space: " ",
  hyphen: "-",
};

// "evil dot example dot com": only where the last word is a top-level domain that people spell out.
const spokenTlds = new Set(
  "com net org info biz edu gov io co ml mn fr sn ci bf ne ng gn mr cn ru example test".split(" "),
);
const label = "[a-z0-9-]{1,63}";
const spoken = new RegExp(
  `(?:[a-z0-9._%+-]{1,64} (?:at|arobase) )?${label}(?:(?: (?:dot|point) |\\.)${label}){1,8}`,
  "giu",
);

interface Edit {
  start: number;
  end: number;
  text: string;
}

function spokenEdits(text: string): Edit[] {
  const edits: Edit[] = [];
  if (!/ (?:dot|point|arobase) /iu.test(text)) return edits;
  for (const match of text.matchAll(spoken)) {
    const phrase = match[0];
    if (!/ (?:dot|point|arobase) /iu.test(phrase)) continue;
    // A sentence may go on after the name, so words are dropped from the end until a known top-level domain closes it.
    const joints = [...phrase.matchAll(/ (dot|point|at|arobase) |\./giu)];
    let last = joints.length - 1;
    const labelAfter = (index: number) => {
      const from = (joints[index]?.index ?? 0) + (joints[index]?.[0].length ?? 0);
      return phrase.slice(from, joints[index + 1]?.index ?? phrase.length).toLowerCase();
    };
    // "The trailing dot example.com": spelled and written dots do not mix in one name.
    const isSpelled = joints.some((joint) => /dot|point/iu.test(joint[0]));
    const name = joints.slice(joints.findLastIndex((joint) => /at|arobase/iu.test(joint[0])) + 1);
    if (isSpelled && name.some((joint) => joint[0] === ".")) continue;
    while (last >= 0 && !spokenTlds.has(labelAfter(last))) last--;
    for (const joint of joints.slice(0, last + 1)) {
      if (joint[1] === undefined) continue;
      const start = match.index + joint.index;
      const word = joint[1].toLowerCase();
      edits.push({ start, end: start + joint[0].length, text: word === "at" || word === "arobase" ? "@" : "." });
    }
  }
  return edits;
}

function schemeOf(mark: string): string {
  return mark.toLowerCase() === "fxp" ? "ftp" : "http";
}

/** Refangs a text of any length in one pass. Spaces and other units that stay are copied one to one. */
export function refang(original: string): RefangedText {
  const edits: Edit[] = [];
  for (const match of original.matchAll(marks)) {
    const group = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? "nothing";
    const text = group === "scheme" ? schemeOf(match[0]) : (plain[group] ?? "");
    edits.push({ start: match.index, end: match.index + match[0].length, text });
  }
  const words = spokenEdits(original);
  if (edits.length === 0 && words.length === 0) return { text: original, starts: null, ends: null };
  const all = [...edits, ...words].sort((a, b) => a.start - b.start);

  const grown = all.reduce((sum, edit) => sum + Math.max(0, edit.text.length - (edit.end - edit.start)), 0);
  const starts = new Uint32Array(original.length + grown);
  const ends = new Uint32Array(original.length + grown);
  const pieces: string[] = [];
  let at = 0;
  let from = 0;
  const copy = (until: number) => {
    if (until <= from) return;
    pieces.push(original.slice(from, until));
    for (let i = from; i < until; i++, at++) {
      starts[at] = i;
      ends[at] = i + 1;
    }
    from = until;
  };
  for (const edit of all) {
    if (edit.start < from) continue;
    copy(edit.start);
    pieces.push(edit.text);
    for (let i = 0; i < edit.text.length; i++, at++) {
      starts[at] = edit.start;
      ends[at] = edit.end;
    }
    from = edit.end;
  }
  copy(original.length);
  return { text: pieces.join(""), starts: starts.subarray(0, at), ends: ends.subarray(0, at) };
}

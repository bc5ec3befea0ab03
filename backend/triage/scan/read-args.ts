// Reads the command line of `toguna scan`: options that take several values up to the next option.

export interface ScanArgs {
  rules: string[];
  events: string[];
  files: string[];
  indicators: string[];
  workers: number;
  isUnpacked: boolean;
  isExplained: boolean;
  isHelp: boolean;
}

export const scanUsage = `toguna scan --rules DIR[,DIR…] [--events FILE…] [--files PATH…] [--indicators FILE…]

  --rules DIR[,DIR…]   folders with Sigma (.yml, .yaml), YARA (.yar, .yara), indicator lists and warninglists
  --events FILE…       logs for the Sigma rules; folders are walked
  --files PATH…        files for the YARA rules, with what is packed in them; folders are walked
  --indicators FILE…   further indicators: lists (.yml), MISP events (.json), tables (.csv), one value a line (.txt)
  --workers N          threads for the YARA rules (as many as there are processors, at most 4)
  --no-unpack          looks at files as they are and opens nothing
  --explain            adds to each line what matched, why it matters, references and author

One JSON line a rule and event or file goes to standard output; a summary goes to standard error.
Ends with 0 when done, 1 when some input could not be read, 2 when the command line is wrong.
`;

const lists = ["rules", "events", "files", "indicators"] as const;
const flags = { "no-unpack": "isUnpacked", explain: "isExplained", help: "isHelp" } as const;

/** @returns the arguments, or what is wrong with them in one sentence */
export function readScanArgs(argv: readonly string[], processors: number): ScanArgs | string {
  const args: ScanArgs = {
    rules: [],
    events: [],
    files: [],
    indicators: [],
    workers: Math.max(1, Math.min(4, processors)),
    isUnpacked: true,
    isExplained: false,
    isHelp: false,
  };
  let current: string[] | null = null;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    if (word === "-h") args.isHelp = true;
    else if (!word.startsWith("--")) {
      if (current === null)
        return `"${word}" stands before any option: expected --rules, --events, --files or --indicators`;
      current.push(word);
    } else {
      const [name = "", value] = word.slice(2).split(/=(.*)/s, 2);
      const list = lists.find((known) => known === name);
      if (list !== undefined) {
        current = args[list];
        if (value !== undefined) current.push(value);
      } else if (name === "workers") {
        const text = value ?? argv[(at += 1)] ?? "";
        if (!/^[1-9]\d?$/.test(text)) return `--workers: expected a number from 1 to 99, got "${text}"`;
        args.workers = Number(text);
        current = null;
      } else if (name in flags && value === undefined) {
        args[flags[name as keyof typeof flags]] = name !== "no-unpack";
        current = null;
      } else return `${word}: no such option`;
    }
  }
  if (args.isHelp) return args;
  args.rules = args.rules.flatMap((text) => text.split(",")).filter((path) => path !== "");
  if (args.rules.length === 0) return "--rules: expected at least one folder";
  if (args.events.length + args.files.length === 0)
    return "expected something to scan: --events FILE… or --files PATH…";
  return args;
}

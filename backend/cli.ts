#!/usr/bin/env node
// The command `toguna`: finds the sub-command, loads only what that one needs, and turns its outcome into an exit code (0 done, 1 bad input, 2 wrong usage).
import { parseArgs } from "node:util";

const usage = `toguna <command>

  serve [--data DIR] [--demo]        start everything: database, web, worker, mail intake
  migrate [--data DIR]               bring the database up to date, then end
  backup FILE --recipient KEY [--data DIR]     write a backup, encrypted to a key kept elsewhere
  backup --make-key KEYFILE                    make such a key
  restore FILE --identity KEYFILE [--data DIR] restore one into an empty installation
  verify FILE --identity KEYFILE     check a backup without restoring it
  certificate [--data DIR] NAME…     make a local authority and a certificate for these names
  scan --rules DIR[,DIR…] [--events FILE…] [--files PATH…] [--indicators FILE]
  indicators import FILE --licence TEXT [--name NAME] [--marking TLP:AMBER] [--data DIR]   bring a list (MISP, CSV, plain, warning list) into force
  areas import FILE [--look] [--data DIR]            bring in administrative areas (CSV, XLSX, JSON, GeoJSON); --look only shows what would change
  rules test [DIR]                   run every rule's samples
  register who VALUE [--at TIME] [--known-at TIME] [--data DIR]   who held an address, domain, AS number or code at that time
  register import-delegated FILE [--look] [--data DIR]   bring in a registry's delegated-extended file; --look only shows what would change
  rules import PATH --licence LICENCE [--data DIR]   bring in a pack of rules: a folder, an archive or a file; --look only shows it
  rules list [--state STATE] [--data DIR]            every rule with its state, hits and precision
  log export FILE [--data DIR]       write the whole log with its signed checkpoint
  log verify FILE… [--key KEY] [--policy FILE] [--before TIME]   check proofs, histories, checkpoints and exports, offline
  log check [--data DIR]             hold every row of this installation's log against its tree
  log publish [--data DIR]           publish a checkpoint now, ask witnesses, have it stamped
  log key [--data DIR]               the key that others check this log with
  evidence verify BUNDLE [--key KEY] [--policy FILE]   check an evidence bundle, offline: bytes, chain of custody, the log's proofs
  contacts export FILE --recipient KEY [--data DIR]   the contact book for the day without the platform: printed pages and data, signed, encrypted
  contacts verify FILE --identity KEYFILE --key KEY [--out DIR]   open and check one, offline
  import tickets FILE --system NAME [--kind table|mbox|rt] [--marking LABEL] [--look] [--data DIR]   bring in old work (CSV, XLSX, mbox, RT's JSON); --look only shows it
  import undo ID --reason TEXT [--data DIR]          take everything out again that an import brought
  witness --data DIR --name NAME --log KEY… [--port N] [--host ADDRESS]   watch over somebody's log
  identity metadata FILE [--root PEM] [--data DIR]   load FIDO's metadata of authenticators from a file
  recover ADDRESS [--data DIR]       a new passkey for an administrator who lost theirs, while there are fewer than three
  escrow make FILE [--split]         a key that opens names given in confidence when every custodian's is lost: away from the server
  escrow export REFERENCE FILE --reason TEXT [--data DIR]     take a sealed name out for it; on the report and in the log
  escrow open FILE --key KEYFILE [--key KEYFILE]              open it, offline
  law lint [DIR]                     check every pack of law: form, sources, citations, vectors, published hashes
  law test [DIR]                     run every pack's vectors
  law due --pack ID[@V] --facts FILE|- [--now T]     the duties and due times of one happening, as JSON
  law what-if --pack ID --draft FILE --incidents FILE    replay past incidents under a draft clock
  playbooks lint [DIR]               hold playbooks to their form
  playbooks try ID [--severity LEVEL] [--outcome STEP=ANSWER]   what a playbook would do; nothing is written
  words review                       Mongolian sentences with terms that have no source, for whoever reviews them
  words check                        every language of the catalogue: keys that lack words, or cannot be said
  words export TAG                   a language's words as one file with the English beside, for a translator; a new tag starts empty
  words import FILE TAG              take such a file back into the catalogue; refused with the keys that lack words or cannot be said
  edge build --url URL [--out DIR] [--data DIR]      the portal at the edge, as a folder for wrangler or workerd
  edge fetch [--data DIR]            bring in now what waits at the edges of EDGE_URL
  doctor [--data DIR]                what is installed, missing or wrong, and how to mend it
`;

type Command = (args: string[]) => Promise<number>;

const commands: Record<string, Command> = {
  serve: async (args) => (await import("./main.ts")).serve(readStartOptions(args)),
  migrate: async (args) => (await import("./main.ts")).migrateOnly(readStartOptions(args)),
  backup: async (args) => (await import("./commands/backup-commands.ts")).backup(args),
  restore: async (args) => (await import("./commands/backup-commands.ts")).restore(args),
  verify: async (args) => (await import("./commands/backup-commands.ts")).verify(args),
  certificate: async (args) => (await import("./commands/house-commands.ts")).certificate(args),
  "identity metadata": async (args) => (await import("./commands/identity-metadata-command.ts")).identityMetadata(args),
  recover: async (args) => (await import("./commands/identity-commands.ts")).recover(args),
  "words review": async (args) => (await import("./commands/words-commands.ts")).reviewWords(args),
  "words check": async (args) => (await import("./commands/translate-commands.ts")).checkWords(args),
  "words export": async (args) => (await import("./commands/translate-commands.ts")).exportWords(args),
  "words import": async (args) => (await import("./commands/translate-commands.ts")).importWords(args),
  "playbooks lint": async (args) => (await import("./commands/playbook-commands.ts")).lintPlaybooks(args),
  "playbooks try": async (args) => (await import("./commands/playbook-commands.ts")).tryPlaybookHere(args),
  doctor: async (args) => (await import("./commands/house-commands.ts")).doctor(args),
  scan: async (args) => (await import("./triage/scan/index.ts")).runScan(args, process),
  "rules test": async (args) => (await import("./triage/scan/index.ts")).runRulesTest(args, process),
  "indicators import": async (args) => (await import("./commands/indicators-commands.ts")).importIndicators(args),
  "areas import": async (args) => (await import("./commands/areas-command.ts")).importAreasFrom(args),
  "register who": async (args) => (await import("./commands/register-commands.ts")).whoHeldHere(args),
  "register import-delegated": async (args) =>
    (await import("./commands/register-commands.ts")).importDelegatedFile(args),
  "rules import": async (args) => (await import("./commands/rule-commands.ts")).importRules(args),
  "rules list": async (args) => (await import("./commands/rule-commands.ts")).listRulesHere(args),
  "log verify": async (args) => (await import("./commands/log-commands.ts")).verifyLog(args),
  "log export": async (args) => (await import("./commands/log-commands.ts")).exportLogTo(args),
  "log check": async (args) => (await import("./commands/log-commands.ts")).checkWholeLog(args),
  "log publish": async (args) => (await import("./commands/log-commands.ts")).publishLogNow(args),
  "log key": async (args) => (await import("./commands/log-commands.ts")).showLogKey(args),
  "evidence verify": async (args) => (await import("./commands/evidence-commands.ts")).verifyEvidence(args),
  "contacts export": async (args) => (await import("./commands/contacts-commands.ts")).exportContacts(args),
  "contacts verify": async (args) => (await import("./commands/contacts-commands.ts")).verifyContacts(args),
  "import tickets": async (args) => (await import("./commands/old-work-commands.ts")).importTickets(args),
  "import undo": async (args) => (await import("./commands/old-work-commands.ts")).undoTickets(args),
  witness: async (args) => (await import("./commands/witness-commands.ts")).serveWitness(args),
  "escrow make": async (args) => (await import("./commands/escrow-commands.ts")).escrowMake(args),
  "escrow export": async (args) => (await import("./commands/escrow-commands.ts")).escrowExport(args),
  "escrow open": async (args) => (await import("./commands/escrow-commands.ts")).escrowOpen(args),
  "edge build": async (args) => (await import("./commands/edge-commands.ts")).buildEdge(args),
  "edge fetch": async (args) => (await import("./commands/edge-commands.ts")).fetchEdges(args),
  "law lint": async (args) => (await import("./commands/law-commands.ts")).lawLint(args),
  "law test": async (args) => (await import("./commands/law-commands.ts")).lawTest(args),
  "law due": async (args) => (await import("./commands/law-commands.ts")).lawDue(args),
  "law what-if": async (args) => (await import("./commands/law-commands.ts")).lawWhatIf(args),
};

function readStartOptions(args: string[]): { dataDir: string | undefined; isDemo: boolean } {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, demo: { type: "boolean" } },
    allowPositionals: false,
  });
  return { dataDir: values.data, isDemo: values.demo ?? false };
}

async function run(argv: string[]): Promise<number> {
  const [first = "help", ...rest] = argv;
  if (["help", "--help", "-h"].includes(first)) {
    process.stdout.write(usage);
    return 0;
  }
  const hasParts = Object.keys(commands).some((name) => name.startsWith(`${first} `));
  const name = hasParts ? `${first} ${rest.shift() ?? ""}`.trim() : first;
  if ([name.split(" ")[1] ?? "", ...rest].some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(usageOf(first));
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(`toguna: there is no command "${name}"\n\n${usageOf(first)}`);
    return 2;
  }
  try {
    return await command(rest);
  } catch (error) {
    const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    process.stderr.write(`toguna ${name}: ${sayError(error)}\n${isUsage ? usageOf(name) : ""}`);
    return isUsage ? 2 : 1;
  }
}

/** The lines of the usage that begin with a command or the first word of several; all of it where none does. */
function usageOf(name: string): string {
  const lines = usage.split("\n").filter((line) => `${line.trim()} `.startsWith(`${name} `));
  return lines.length > 0 ? `${lines.join("\n")}\n` : usage;
}

/** An error as a sentence: what the system only numbers is told in words. */
function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, message } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: "there is no such file or folder",
    EACCES: `this user may not open it`,
    EEXIST: "there is such a file already, and nothing was overwritten",
    EISDIR: "it is a folder, and a file is expected",
    ENOTDIR: "it is a file, and a folder is expected",
    ENOSPC: "the disk is full",
    EROFS: "the disk can only be read",
  };
  const known = code === undefined ? undefined : words[code];
  if (known !== undefined) return path === undefined ? known : `${path}: ${known}`;
  // A refused connection to several addresses has no message of its own.
  return message || (error instanceof AggregateError ? error.errors.map(sayError).join("; ") : error.name);
}

// A reader that has seen enough (`toguna scan … | head`) ends the command, and is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2));

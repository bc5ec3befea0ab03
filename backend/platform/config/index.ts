// Configuration: environment and command line, parsed once at the start; a wrong value stops the start with the whole list.
import { isIP, isIPv4 } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

const port = z.coerce
  .number()
  .int("must be a whole number")
  .min(0, "must be from 0 to 65535")
  .max(65535, "must be from 0 to 65535");
const webAddress = z.url({ protocol: /^https?$/, error: "must be a web address such as https://cert.example" });

const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().min(1, "must be an address or a name").default("127.0.0.1"),
  PUBLIC_URL: webAddress.optional(),
  DESK_URL: webAddress.optional(),
  SMTP_PORT: port.default(2525),
  SMTP_HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be postgres://user@host:port/database" }).optional(),
  MAIL_URL: z.url({ protocol: /^smtps?$/, error: "must be smtp://host:port or smtps://host:port" }).optional(),
  MAIL_FROM: z.string().min(3).default("Toguna <cert@localhost>"),
  MAIL_PLUS: z.enum(["yes", "no"], { error: "must be yes or no" }).default("no"),
  COUNTRY: z
    .string()
    .regex(/^[a-z]{2}$/, "must be a folder of policies/, two letters")
    .default("xd"),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "must be debug, info, warn, error or silent" })
    .default("info"),
  LOG_POLICY: z.string().min(1).optional(),
  TSA_URL: webAddress.optional(),
  DNS_SERVERS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine((servers) => servers.length <= 8 && servers.every(isServerAddress), {
      error: "must be up to 8 addresses of name servers such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
    })
    .optional(),
  SMS_URL: webAddress.optional(),
  SMS_TOKEN: z.string().min(1).optional(),
  SANDBOX: z.string().min(1).optional(),
  SANDBOX_TOKEN: z.string().min(1).optional(),
  MAIL_AUTH_SERVER: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, "must be the name that the mail server writes into Authentication-Results")
    .optional(),
  MAIL_CHECKS: z.enum(["no", "signatures", "all"], { error: "must be no, signatures or all" }).default("no"),
  SECURITY_CONTACT: z.email("must be an e-mail address such as security@cert.example").optional(),
  EDGE_URL: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine((urls) => urls.length <= 10 && urls.every(isOrigin), {
      error: "must be up to 10 addresses of edges without a path, such as https://report.cert.example",
    })
    .optional(),
  REFERENCE_PREFIX: z
    .string()
    .regex(/^[A-Z]{2,6}$/, "must be 2 to 6 capital letters")
    .default("TG"),
});

export interface Config {
  dataDir: string;
  isDemo: boolean;
  host: string;
  port: number;
  publicUrl: string;
  deskUrl: string;
  smtpHost: string;
  smtpPort: number;
  databaseUrl: string | undefined;
  mailUrl: string | undefined;
  mailFrom: string;
  /** Mail to name+anything@… reaches us too, so that answers can carry their report in the address. */
  mailHasPlusAddresses: boolean;
  country: string;
  tls: { certPath: string; keyPath: string } | undefined;
  logLevel: string;
  referencePrefix: string;
  /** A C2SP tlog-policy file: the witnesses of the log and how many must sign. */
  logPolicyPath: string | undefined;
  /** A time-stamping authority (RFC 3161) that stamps published checkpoints. */
  tsaUrl: string | undefined;
  /** Name servers that proofs by DNS are looked up with, "address" or "address:port"; none: those of the system. */
  dnsServers: string[];
  /** Who is told of the log's alarms by mail. */
  securityContact: string | undefined;
  /** The operator's gateway for texts to telephones (docs/talking.md has its contract); none: codes are read out by telephone. */
  smsUrl: string | undefined;
  smsToken: string | undefined;
  /** The operator's contract with an outside sandbox, a file (docs/artefacts.md); none: no artefact leaves. */
  sandboxPath: string | undefined;
  sandboxToken: string | undefined;
  /** Whose Authentication-Results are believed (RFC 8601): the operator's own mail server, before ours. */
  mailAuthServer: string | undefined;
  /** Whether a sender's domain is asked who sent a mail: not at all, about signatures, or about the connecting machine too. */
  mailChecks: "no" | "signatures" | "all";
  /** Portals at the edge that reports are fetched from and public pages are brought to (docs/edge.md). */
  edgeUrls: string[];
}

/** A start that cannot go on: `problems` lists every wrong value, each as a sentence. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** Parses the environment; empty texts count as absent. @throws ConfigError with the whole list. */
export function parseConfig(
  env: Record<string, string | undefined>,
  options: { dataDir?: string; isDemo?: boolean } = {},
): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(
        (issue) =>
          `${issue.path.join(".")} is "${withoutPassword(given[String(issue.path[0])] ?? "")}" but ${issue.message}`,
      );
  if (Boolean(given["TLS_CERT"]) !== Boolean(given["TLS_KEY"]))
    problems.push("TLS_CERT and TLS_KEY belong together: give both or neither");
  if (options.isDemo && given["HOST"] && !isLoopback(given["HOST"]))
    problems.push("--demo runs on this machine only: HOST must be a loopback address");
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const value = parsed.data;
  const scheme = value.TLS_CERT ? "https" : "http";
  const shownHost =
    isLoopback(value.HOST) || value.HOST === "0.0.0.0" || value.HOST === "::" ? "localhost" : value.HOST;
  const publicUrl = trimSlash(value.PUBLIC_URL ?? `${scheme}://${shownHost}:${value.PORT}`);
  return {
    dataDir: resolve(options.dataDir ?? "data"),
    isDemo: options.isDemo ?? false,
    host: value.HOST,
    port: value.PORT,
    publicUrl,
    deskUrl: trimSlash(value.DESK_URL ?? `${publicUrl}/desk`),
    smtpHost: value.SMTP_HOST,
    smtpPort: value.SMTP_PORT,
    databaseUrl: value.DATABASE_URL,
    // What a demonstration writes never leaves the machine.
    mailUrl: options.isDemo ? undefined : value.MAIL_URL,
    mailFrom: value.MAIL_FROM,
    mailHasPlusAddresses: value.MAIL_PLUS === "yes",
    country: value.COUNTRY,
    tls: value.TLS_CERT && value.TLS_KEY ? { certPath: value.TLS_CERT, keyPath: value.TLS_KEY } : undefined,
    logLevel: value.LOG_LEVEL,
    referencePrefix: value.REFERENCE_PREFIX,
    logPolicyPath: value.LOG_POLICY,
    tsaUrl: value.TSA_URL,
    dnsServers: value.DNS_SERVERS ?? [],
    securityContact: value.SECURITY_CONTACT,
    // What a demonstration writes never leaves the machine.
    smsUrl: options.isDemo ? undefined : value.SMS_URL,
    smsToken: value.SMS_TOKEN,
    // What a demonstration shows never leaves the machine.
    sandboxPath: options.isDemo ? undefined : value.SANDBOX,
    sandboxToken: value.SANDBOX_TOKEN,
    mailAuthServer: value.MAIL_AUTH_SERVER,
    // What a demonstration is sent asks nobody outside.
    mailChecks: options.isDemo ? "no" : value.MAIL_CHECKS,
    // A demonstration fetches nothing that real people sent.
    edgeUrls: options.isDemo ? [] : (value.EDGE_URL ?? []).map((url) => new URL(url).origin),
  };
}

/** A wrong address may still hold a password: problems are printed, and land in logs. */
function withoutPassword(text: string): string {
  return text.replace(/^([^:/]*:\/*)[^@]*@/, "$1***@").replace(/((?:password|pass|secret)=)[^&\s]*/gi, "$1***");
}

/** Whether a host name or address is this machine's own loopback. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** "192.0.2.53", "2001:db8::53", and with a port "192.0.2.53:5353" or "[2001:db8::53]:5353". */
function isServerAddress(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[3] ?? 0);
  return isIP(parts?.[1] ?? parts?.[2] ?? "") !== 0 && port >= 1 && port <= 65_535;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === "/" && search === "";
}

function trimSlash(address: string): string {
  return address.replace(/\/+$/, "");
}

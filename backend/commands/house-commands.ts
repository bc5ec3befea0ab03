// `toguna certificate` and `toguna doctor`.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeCertificate } from "../platform/certificate/index.ts";
import { parseConfig } from "../platform/config/index.ts";
import { type Diagnosis, examine } from "../platform/doctor/index.ts";
import { installedLanguages } from "../triage/index.ts";

export async function certificate(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { data: { type: "string" } } });
  const wrong = positionals.find((name) => !/^[A-Za-z0-9.:-]{1,253}$/.test(name));
  if (positionals.length === 0 || wrong !== undefined) {
    process.stderr.write(
      `toguna certificate NAME…, for example: toguna certificate desk.cert.example 192.0.2.10${wrong === undefined ? "" : `\n"${wrong}" is no host name or address`}\n`,
    );
    return 2;
  }
  const config = parseConfig({}, values.data === undefined ? {} : { dataDir: values.data });
  const made = await makeCertificate(join(config.dataDir, "certificates"), positionals, new Date());
  process.stdout.write(`${made.isNewAuthority ? "made a local authority and " : "made "}a certificate for ${positionals.join(", ")}

Start with:
  TLS_CERT=${made.certPath} TLS_KEY=${made.keyPath} PUBLIC_URL=https://${positionals[0] ?? ""}:8080 HOST=0.0.0.0 npm start
Install ${made.authorityPath} as a trusted authority on every device that is to sign in. Its key stays on this machine.
`);
  return 0;
}

const signs = { good: "ok     ", notice: "note   ", bad: "WRONG  " } as const;

export async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  const found = [...(await examine(process.env, values.data)), examinePictures()];
  for (const one of found)
    process.stdout.write(`${signs[one.state]}${one.name}: ${one.says}${one.mend ? `\n       → ${one.mend}` : ""}\n`);
  return found.some((one) => one.state === "bad") ? 1 : 0;
}

/** Pictures are read in the languages whose data came with the installation; nothing is fetched. */
function examinePictures(): Diagnosis {
  const { installed, missing } = installedLanguages();
  const names = installed.map(({ name }) => name).join(", ");
  return missing.length === 0
    ? { name: "text in pictures", state: "good", says: `read in ${names}` }
    : {
        name: "text in pictures",
        state: "notice",
        says: `read in ${names === "" ? "no language" : names}; not in ${missing.join(", ")}`,
        mend: "npm ci (without --omit=optional) installs the data",
      };
}

// Looks at an installation: what is installed, missing, misconfigured, and how to mend each; changes nothing.
import { existsSync, statfsSync } from "node:fs";
import { createConnection } from "node:net";
import { ConfigError, parseConfig } from "../config/index.ts";
import { chooseServerOwner, findBinaries } from "../db/embedded/index.ts";
import { daysLeft, whyTlsIsWrong } from "../run/index.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { examineDatabase } from "./examine-database.ts";
import { examineSecrets } from "./examine-secrets.ts";

export async function examine(
  env: Record<string, string | undefined>,
  dataDir: string | undefined,
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [examineNode(), examineBinaries(env), examineBrowser()];
  try {
    const config = parseConfig(env, dataDir === undefined ? {} : { dataDir });
    found.push({
      name: "configuration",
      state: "good",
      says: `portal ${config.publicUrl}, desk ${config.deskUrl}, data ${config.dataDir}`,
    });
    if (config.tls) found.push(examineTls(config.tls));
    found.push(...examineData(config.dataDir));
    if (!config.mailUrl)
      found.push({
        name: "mail",
        state: "notice",
        says: "MAIL_URL is not set: mails are kept in the data folder and shown at the desk",
        mend: "set MAIL_URL=smtp://host:port to send them",
      });
    else found.push(await examineMail(config.mailUrl));
    found.push(...(await examineDatabase(config)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    found.push(
      ...error.problems.map(
        (problem): Diagnosis => ({
          name: "configuration",
          state: "bad",
          says: problem,
          mend: "correct the value and start again",
        }),
      ),
    );
  }
  return found;
}

function examineNode(): Diagnosis {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= 24
    ? { name: "Node", state: "good", says: `Node ${process.versions.node}` }
    : {
        name: "Node",
        state: "bad",
        says: `Node ${process.versions.node} is too old`,
        mend: "run toguna through npm (npx toguna …), which uses the Node 24 of the lock file",
      };
}

function examineBinaries(env: Record<string, string | undefined>): Diagnosis {
  if (env["DATABASE_URL"])
    return { name: "database programs", state: "good", says: "the operator's own PostgreSQL is used (DATABASE_URL)" };
  try {
    findBinaries();
    const owner = chooseServerOwner();
    return {
      name: "database programs",
      state: "good",
      says: `embedded PostgreSQL, run by ${owner?.name ?? "this user"}`,
    };
  } catch (error) {
    return {
      name: "database programs",
      state: "bad",
      says: error instanceof Error ? error.message : String(error),
      mend: "npm ci, or set DATABASE_URL",
    };
  }
}

function examineBrowser(): Diagnosis {
  const browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
  return browser
    ? { name: "browser for tests", state: "good", says: browser }
    : {
        name: "browser for tests",
        state: "notice",
        says: "no Chromium: npm test skips the browser tests",
        mend: "apt-get install chromium, or set CHROMIUM_PATH",
      };
}

function examineData(dataDir: string): Diagnosis[] {
  if (!existsSync(dataDir))
    return [{ name: "data", state: "notice", says: `${dataDir} is not there yet`, mend: "npm start makes it" }];
  const disk = statfsSync(dataDir);
  const freeGb = (disk.bavail * disk.bsize) / 1e9;
  const found: Diagnosis[] = [
    freeGb < 2
      ? {
          name: "disk",
          state: "bad",
          says: `only ${freeGb.toFixed(1)} GB are free`,
          mend: "free some space: reports are refused when the disk is full",
        }
      : { name: "disk", state: "good", says: `${freeGb.toFixed(0)} GB free` },
  ];
  return [...found, examineSecrets(dataDir)];
}

function examineTls(tls: { certPath: string; keyPath: string }): Diagnosis {
  const wrong = whyTlsIsWrong(tls, new Date());
  if (wrong !== undefined)
    return { name: "certificate", state: "bad", says: wrong, mend: "correct TLS_CERT and TLS_KEY, or make new ones" };
  const days = daysLeft(tls, new Date());
  return days < 21
    ? { name: "certificate", state: "bad", says: `it runs out in ${days} days`, mend: "renew it, then start again" }
    : { name: "certificate", state: "good", says: `in force for ${days} more days` };
}

async function examineMail(mailUrl: string): Promise<Diagnosis> {
  const url = new URL(mailUrl);
  const port = Number(url.port || (url.protocol === "smtps:" ? 465 : 25));
  const answered = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: url.hostname, port, timeout: 3_000 }, () => done(true));
    const done = (outcome: boolean): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on("error", () => done(false));
    socket.on("timeout", () => done(false));
  });
  return answered
    ? { name: "mail", state: "good", says: `${url.hostname}:${port} answers` }
    : {
        name: "mail",
        state: "bad",
        says: `${url.hostname}:${port} does not answer; mails wait in the outbox`,
        mend: "check MAIL_URL and the mail server",
      };
}

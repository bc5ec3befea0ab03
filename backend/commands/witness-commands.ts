// `toguna witness`: what a peer CERT, or a second body at home, runs to watch over somebody's log. Needs a folder and a port, nothing else.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readVerifierKey } from "../platform/audit/proof/keys.ts";
import { openWitnessState } from "../platform/audit/witness/keep-state.ts";
import { makeWitness } from "../platform/audit/witness/serve-witness.ts";
import { systemClock } from "../platform/clock/index.ts";
import { lockDataFolder } from "../platform/run/index.ts";

export async function serveWitness(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: "string" },
      port: { type: "string", default: "8090" },
      host: { type: "string", default: "127.0.0.1" },
      name: { type: "string" },
      log: { type: "string", multiple: true },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port is "${values.port}"; expected 0 to 65535`);
  if (values.data === undefined || values.name === undefined || /[\s+]/.test(values.name)) {
    process.stderr.write(
      "toguna witness --data DIR --name NAME --log VERIFIER-KEY… [--port 8090] [--host 127.0.0.1]\nNAME is yours, without spaces and plus signs, such as cert.neighbour.example/witness\n",
    );
    return 2;
  }
  const folder = resolve(values.data);
  const state = openWitnessState(folder, (values.log ?? []).map(readLogKey));
  const unlock = lockDataFolder(folder);
  try {
    const tell = (line: string): void => void process.stdout.write(`${new Date().toISOString()} ${line}\n`);
    const { server, verifierKey } = makeWitness(state, values.name, systemClock, tell);
    server.listen(port, values.host);
    await once(server, "listening");
    const { port: taken } = server.address() as AddressInfo;
    process.stdout.write(
      `witness  http://${values.host}:${taken}\nwatches  ${state.logs.map(({ name }) => name).join(", ") || "no log yet: give --log"}\nkey      ${verifierKey}\nThe log's operator adds to the policy (LOG_POLICY):\n  witness NAME ${verifierKey} ADDRESS\n`,
    );
    await new Promise<void>((done) => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => done());
    });
    server.close();
    server.closeAllConnections();
    return 0;
  } finally {
    unlock();
  }
}

function readLogKey(text: string): ReturnType<typeof readVerifierKey> {
  const key = readVerifierKey(text);
  if (key.type !== "log") throw new Error("--log takes the verifier key of a log; this one is a witness's");
  return key;
}

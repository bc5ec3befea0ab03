// A process that works on one import until it has ended or is killed: argument 1 is the database's address, argument 2 the data folder, argument 3 the import.
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { connectDatabase, type DatabaseAddress } from "../../backend/platform/db/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { runImportStep } from "../../backend/registry/imports/run-step.ts";

const [address = "", dataDir = "", importId = ""] = process.argv.slice(2);
const db = connectDatabase(JSON.parse(address) as DatabaseAddress, { max: 2 });
const services = {
  config: parseConfig({}, { dataDir }),
  clock: systemClock,
  db,
  objects: openObjectStore(dataDir),
  secrets: openSecrets(dataDir),
  log: silentLog,
};
for (;;) {
  await runImportStep(makeContext(services, { kind: "system", job: "import" }, "import"), { importId });
  process.stdout.write("step\n");
}

// The web alone, without worker, for the bench: `node tests/load/serve-web.ts DATA_DIR`; the database's address stands in run/database.json.
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { connectAsApp, findDatabase } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { startWeb } from "../../backend/web.ts";

const config = parseConfig(process.env, { dataDir: process.argv[2] ?? "" });
const secrets = openSecrets(config.dataDir);
const db = connectAsApp(findDatabase(config, secrets), "toguna-bench", 16);
await startWeb({ config, clock: systemClock, db, objects: openObjectStore(config.dataDir), secrets, log: silentLog });
process.send?.("ready");

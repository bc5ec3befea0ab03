// The door to running: the data folder, its lock, the way to the database, the worker, the end.
export { explainPort, requireFreePort } from "./check-port.ts";
export { daysLeft, whyTlsIsWrong } from "./check-tls.ts";
export { keepWorker } from "./keep-worker.ts";
export { migrateOwner, openOwnerDatabase, withAppDatabase, withOwnerDatabase } from "./owner-database.ts";
export { type Stopping, waitForSignal } from "./wait-for-signal.ts";
export { lockDataFolder, makeDataFolder, requireInstallation } from "./data-folder.ts";
export { addressesOf, connectAsApp, type DatabaseAddresses, findDatabase } from "./database.ts";

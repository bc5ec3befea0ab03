// The door to running: the data folder, its lock, and the way to the database.
export { lockDataFolder, makeDataFolder, readDatabaseAddress, writeDatabaseAddress } from "./data-folder.ts";
export { addressesOf, connectAsApp, type DatabaseAddresses, findDatabase } from "./database.ts";

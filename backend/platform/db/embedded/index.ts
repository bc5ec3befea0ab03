// The door to the embedded PostgreSQL.
export { startEmbeddedServer, type EmbeddedOptions, type EmbeddedServer } from "./start-server.ts";
export { findBinaries } from "./binaries.ts";
export { placeServer, type Placement } from "./place-server.ts";
export { chooseServerOwner } from "./owner.ts";

// The door of the register.
export { addClaim } from "./add-claim.ts";
export { addConstituent } from "./add-constituent.ts";
export { addContact } from "./add-contact.ts";
export { fillRegister } from "./fill-register.ts";
export { findHolders, type FoundHolder } from "./find-holders.ts";
export { registryRoutes } from "./routes.ts";
export { importAreas } from "./import-areas.ts";

// The door of identity.
export { may, requirePermission } from "./access.ts";
